using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Bishui.Tests.Functional.Attachments;

/// <summary>Small files of many kinds, as their programs write them.</summary>
internal static class AttachmentFiles
{
    public static byte[] Pdf { get; } = [.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, .. "\n1 0 obj\n<<>>\nendobj\n%%EOF\n"u8];

    public static byte[] Png { get; } = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1];

    /// <summary>A Windows program: the mark, and where the header proper is.</summary>
    public static byte[] Exe { get; } = Program();

    /// <summary>Names every file by what it is; see <see cref="AttachmentTypeTests"/>.</summary>
    public static byte[] Of(string kind) => kind switch
    {
        "pdf" => Pdf,
        "pdf-ascii" => [.. "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"u8],
        "pdf-late" => [.. "junk\n"u8, .. Pdf, 0],
        "png" => Png,
        "jpeg" => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1],
        "gif" => [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0],
        "webp" => [.. "RIFF"u8, 26, 0, 0, 0, .. "WEBPVP8L"u8],
        "wav" => [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8],
        "tiff" => [.. "II"u8, 0x2A, 0, 8, 0, 0, 0],
        "mp4" => [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0],
        "mov" => [0, 0, 0, 20, .. "ftypqt  "u8, 0, 0, 2, 0],
        "heic" => [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0],
        "mp3" => [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0],
        "mp3-bare" => [0xFF, 0xFB, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0],
        "rtf" => [.. "{\\rtf1\\ansi hello}"u8],
        "7z" => [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C, 0, 4],
        "rar" => [.. "Rar!"u8, 0x1A, 7, 1, 0],
        "gzip" => Gzip(),
        "docx" => Packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
        "xlsx" => Packed("[Content_Types].xml", "xl/workbook.xml"),
        "pptx" => Packed("_rels/.rels", "ppt/presentation.xml", "[Content_Types].xml"),
        "ofd" => Packed("OFD.xml", "Doc_0/Document.xml"),
        "zip" => Packed("照片/1.jpg", "word/notes.txt"),
        "doc" => Compound("Root Entry", "1Table", "WordDocument"),
        "xls" => Compound("Root Entry", "Workbook"),
        "ppt" => Compound("Root Entry", "Current User", "Pictures", "Data", "PowerPoint Document"),
        "ole" => Compound("Root Entry", "Something"),
        "utf8" => Encoding.UTF8.GetBytes("巡河记录：露塘断面无异常。\r\n"),
        "utf8-bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("名称,数值\r\n氨氮,0.35\r\n")],
        "gb18030" => Gb("断面名称,监测时间\r\n露塘,2021-11-01\r\n㐀𠀀\r\n"),
        "utf16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("制表符分隔\t文本")],
        "json" => [.. "{\"a\": 1}"u8],
        "xml" => [.. "<?xml version=\"1.0\"?><a/>"u8],
        "mz-text" => [.. "MZ is how a note may begin, with %PDF- in it."u8],
        "late-character" => [.. Enumerable.Repeat((byte)'a', 100_000), 0],
        "split-character" => Encoding.UTF8.GetBytes(new string('a', (32 << 10) - 1) + "水"),
        "binary" => [0, 1, 2, 3, 0xFE, 0xFF, 0x80],
        "exe" => Exe,
        "elf" => [0x7F, .. "ELF"u8, 2, 1, 1, 0],
        "mach-o" => [0xCF, 0xFA, 0xED, 0xFE, 7, 0, 0, 1],
        "class" => [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 52],
        "script" => [.. "#!/bin/sh\nrm -rf x\n"u8],
        "script-bom" => [0xEF, 0xBB, 0xBF, .. "#!/usr/bin/env python3\n"u8],
        "html" => [.. "<!DOCTYPE html><p>x</p>"u8],
        "html-late" => Encoding.UTF8.GetBytes(new string('水', 40_000) + "<ScRiPt>alert(1)</script>"),
        "svg" => [.. "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"u8],
        "vbs" => [.. "Set s = CreateObject(\"Scripting.FileSystemObject\")"u8],
        "powershell" => [.. "iex; Invoke-WebRequest http://example.org/a"u8],
        "batch" => [.. "@ECHO OFF\r\ndel *.*\r\n"u8],
        "lnk" => [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0],
        "xlsx-macro" => Packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
        "docx-macro" => Packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        "xls-macro" => Compound("Root Entry", "Workbook", "_VBA_PROJECT_CUR", "VBA"),
        "ole-package" => Compound("Root Entry", "WordDocument", "ObjectPool", "\u0001Ole10Native"),
        "pdf-script" => PdfOf("1 0 obj\n<</OpenAction <</S /JavaScript /JS (app.alert(1))>>>>\nendobj\n"),
        "pdf-escaped" => PdfOf("1 0 obj\n<</OpenAction <</S /J#61vaScript>>>>\nendobj\n"),
        "pdf-packed" => PdfOf("1 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode>>\nstream\n", Deflated("1 0 <</S /Launch /F (a.exe)>>"u8), "\nendstream\nendobj\n"),
        "pdf-file" => PdfOf("1 0 obj\n<</Names <</EmbeddedFiles 2 0 R>>>>\nendobj\n"),
        "pdf-picture" => PdfOf("1 0 obj\n<</Subtype /Image>>\nstream\n", [.. " /JS /JavaScript (x) "u8, 0xFF], "\nendstream\nendobj\n"),
        "zip-exe" => PackedOf(("资料/安装.exe", [1, 2, 3])),
        "zip-exe-renamed" => PackedOf(("资料/照片.jpg", Exe)),
        "zip-macro" => PackedOf(("a.docx", Of("docx-macro"))),
        "zip-documents" => PackedOf(("a.docx", Of("docx")), ("b.pdf", Pdf), ("c.png", Png), ("d.txt", Of("utf8"))),
        "zip-deep" => PackedOf(("1.zip", PackedOf(("2.zip", PackedOf(("3.zip", PackedOf(("a.txt", [.. "x"u8])))))))),
        "zip-swollen" => PackedOf(("a.docx", [.. Of("docx").AsSpan(0, 4), .. new byte[40 << 20]])),
        _ => throw new ArgumentException(kind),
    };

    private static byte[] Packed(params string[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in entries)
            {
                using var content = archive.CreateEntry(entry).Open();
                content.Write("<x/>"u8);
            }
        return file.ToArray();
    }

    private static byte[] PackedOf(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var content = archive.CreateEntry(name).Open();
                content.Write(bytes);
            }
        return file.ToArray();
    }

    private static byte[] PdfOf(string before, byte[]? stream = null, string after = "") =>
        [.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n', .. Encoding.ASCII.GetBytes(before), .. stream ?? [], .. Encoding.ASCII.GetBytes(after), .. "%%EOF\n"u8];

    private static byte[] Deflated(ReadOnlySpan<byte> content)
    {
        using var file = new MemoryStream();
        using (var packed = new ZLibStream(file, CompressionLevel.Fastest, leaveOpen: true)) packed.Write(content);
        return file.ToArray();
    }

    private static byte[] Gzip()
    {
        using var file = new MemoryStream();
        using (var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true)) packed.Write("x"u8);
        return file.ToArray();
    }

    private static byte[] Gb(string text) => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text);

    private static byte[] Program()
    {
        var program = new byte[256];
        "MZ"u8.CopyTo(program);
        program[0x3C] = 0x80;
        "PE\0\0"u8.CopyTo(program.AsSpan(0x80));
        return program;
    }

    /// <summary>A compound file whose directory lies in sectors 3, 1, 2 ... as its table in sector 0 chains them.</summary>
    private static byte[] Compound(params string[] names)
    {
        int[] places = [3, 1, 2];
        var file = new byte[512 * 5];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x1E), 9);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x30), 3);
        for (var i = 1; i < 109; i++) BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x4C + 4 * i), 0xFFFFFFFF);
        for (var i = 0; i < 3; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(512 + 4 * places[i]), i < 2 ? (uint)places[i + 1] : 0xFFFFFFFE);
        foreach (var (i, name) in names.Index())
        {
            var entry = file.AsSpan(512 * (places[i / 4] + 1) + 128 * (i % 4));
            Encoding.Unicode.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)(name.Length * 2 + 2));
        }
        return file;
    }
}
