using System.Xml;

namespace Bishui.Features.Tables.Workbooks;

/// <summary>
/// An Excel workbook (ECMA-376), read forward and cell by cell. Libraries for it fill each row to the widest column and keep all shared texts,
/// so that a small file makes them use the whole memory.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private readonly Unpacking _unpacking;
    private readonly CancellationToken _cancel;
    private string? _first;
    private bool _from1904;

    private Workbook(Unpacking unpacking, CancellationToken cancel) => (_unpacking, _cancel) = (unpacking, cancel);

    public static Workbook Open(byte[] content, CancellationToken cancel)
    {
        var workbook = new Workbook(Unpacking.Open(content), cancel);
        try
        {
            workbook.ReadSheets();
            return workbook;
        }
        catch
        {
            workbook.Dispose();
            throw;
        }
    }

    /// <summary>The sheet that the workbook names first, whatever its file is called.</summary>
    public SheetReader FirstSheet(bool asShown)
    {
        var (sheet, texts, styles) = ((string?)null, (string?)null, (string?)null);
        using (var links = Part("xl/_rels/workbook.xml.rels") ?? throw Missing("xl/_rels/workbook.xml.rels"))
            while (links.Next())
                if (links.Begins("Relationship") && links.Xml.GetAttribute("Target") is { } target)
                {
                    var (name, type) = (target.StartsWith('/') ? target[1..] : "xl/" + target, links.Xml.GetAttribute("Type") ?? "");
                    if (links.Xml.GetAttribute("Id") == _first) sheet = name;
                    else if (type.EndsWith("/sharedStrings", StringComparison.Ordinal)) texts = name;
                    else if (type.EndsWith("/styles", StringComparison.Ordinal)) styles = name;
                }
        var cells = new CellTexts(Read(texts, Texts) ?? [], Read(styles, CellStyles.Read) ?? [], _from1904, asShown);
        return new((sheet is null ? null : Part(sheet)) ?? throw Missing("the first sheet"), cells);
    }

    public void Dispose() => _unpacking.Dispose();

    private void ReadSheets()
    {
        var sheets = 0;
        using var part = Part("xl/workbook.xml") ?? throw Missing("xl/workbook.xml");
        while (part.Next())
        {
            if (part.Begins("workbookPr")) _from1904 = part.Xml.GetAttribute("date1904") is "1" or "true";
            else if (part.Begins("sheet"))
            {
                if (++sheets > TableLimits.MostSheets) throw TableLimits.Beyond("too-many-sheets", "工作表", "sheets", TableLimits.MostSheets, sheets);
                _first ??= LinkOf(part.Xml);
            }
        }
    }

    // The link's namespace is another one in workbooks of the strict kind.
    private static string? LinkOf(XmlReader sheet)
    {
        string? link = null;
        while (sheet.MoveToNextAttribute())
            if (sheet.LocalName == "id" && sheet.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal)) link = sheet.Value;
        sheet.MoveToElement();
        return link;
    }

    private static List<string> Texts(XmlPart part)
    {
        var texts = new List<string>();
        long characters = 0;
        while (part.Next())
        {
            if (!part.Begins("si")) continue;
            var text = CellTexts.Decoded(part.Text()).Trim();
            texts.Add(text);
            if (texts.Count > TableLimits.MostSharedStrings)
                throw TableLimits.Beyond("too-many-shared-strings", "共享文字", "shared texts", TableLimits.MostSharedStrings, texts.Count);
            if ((characters += text.Length) > TableLimits.MostSharedText)
                throw TableLimits.Beyond("too-much-shared-text", "共享文字的总字数", "characters in shared texts", TableLimits.MostSharedText, characters);
        }
        return texts;
    }

    private T? Read<T>(string? name, Func<XmlPart, T> read) where T : class
    {
        if (name is null) return null;
        using var part = Part(name);
        return part is null ? null : read(part);
    }

    private XmlPart? Part(string name) => _unpacking.Part(name) is { } content ? new(_unpacking, content, _cancel) : null;

    private static InvalidDataException Missing(string part) => new($"The workbook lacks {part}.");
}
