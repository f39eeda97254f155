using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Attachments;

/// <summary>What a file is by its content, and what its name may claim.</summary>
public sealed class AttachmentTypeTests(AttachmentFixture fixture) : IClassFixture<AttachmentFixture>
{
    private const string Office = "application/vnd.openxmlformats-officedocument.";
    private readonly HttpClient _lead = fixture.Service.As(TestPlans.Lead);

    [Theory]
    [InlineData("pdf", ".pdf", "application/pdf")]
    [InlineData("pdf-ascii", ".pdf", "application/pdf")]
    [InlineData("pdf-late", ".pdf", "application/pdf")]
    [InlineData("pdf", ".PDF", "application/pdf")]
    [InlineData("pdf", "", "application/pdf")]
    [InlineData("png", ".png", "image/png")]
    [InlineData("jpeg", ".jpg", "image/jpeg")]
    [InlineData("gif", ".gif", "image/gif")]
    [InlineData("webp", ".webp", "image/webp")]
    [InlineData("tiff", ".tif", "image/tiff")]
    [InlineData("heic", ".heic", "image/heic")]
    [InlineData("wav", ".wav", "audio/wav")]
    [InlineData("mp3", ".mp3", "audio/mpeg")]
    [InlineData("mp3-bare", ".mp3", "audio/mpeg")]
    [InlineData("mp4", ".mp4", "video/mp4")]
    [InlineData("mov", ".mov", "video/quicktime")]
    [InlineData("rtf", ".rtf", "application/rtf")]
    [InlineData("docx", ".docx", Office + "wordprocessingml.document")]
    [InlineData("xlsx", ".xlsx", Office + "spreadsheetml.sheet")]
    [InlineData("pptx", ".pptx", Office + "presentationml.presentation")]
    [InlineData("ofd", ".ofd", "application/ofd")]
    [InlineData("zip", ".zip", "application/zip")]
    [InlineData("doc", ".doc", "application/msword")]
    [InlineData("xls", ".xls", "application/vnd.ms-excel")]
    [InlineData("ppt", ".ppt", "application/vnd.ms-powerpoint")]
    [InlineData("ole", ".wps", "application/x-ole-storage")]
    [InlineData("utf8", ".txt", "text/plain")]
    [InlineData("utf8-bom", ".csv", "text/csv")]
    [InlineData("gb18030", ".csv", "text/csv")]
    [InlineData("utf16", ".txt", "text/plain")]
    [InlineData("split-character", ".txt", "text/plain")]
    [InlineData("json", ".json", "application/json")]
    [InlineData("xml", ".xml", "application/xml")]
    [InlineData("xml", ".txt", "text/plain")]
    [InlineData("mz-text", ".txt", "text/plain")]
    [InlineData("utf8", ".md", "text/plain")]
    [InlineData("binary", ".dat", "application/octet-stream")]
    [InlineData("binary", "", "application/octet-stream")]
    [InlineData("late-character", ".dat", "application/octet-stream")]
    public async Task The_content_says_what_a_file_is(string kind, string extension, string type)
    {
        var (status, answer) = await fixture.Service.As($"unit-{kind}{extension}", "supervisor").UploadAsync("file" + extension, AttachmentFiles.Of(kind));

        Assert.Equal(201, status);
        Assert.Equal(type, answer.Text("type"));
    }

    [Theory]
    [InlineData("png", ".pdf")]
    [InlineData("utf8", ".pdf")]
    [InlineData("binary", ".pdf")]
    [InlineData("pdf", ".jpg")]
    [InlineData("pdf", ".docx")]
    [InlineData("zip", ".docx")]
    [InlineData("docx", ".xlsx")]
    [InlineData("doc", ".xls")]
    [InlineData("xls", ".doc")]
    [InlineData("docx", ".doc")]
    [InlineData("wav", ".webp")]
    [InlineData("mp3", ".mp4")]
    [InlineData("pdf", ".txt")]
    [InlineData("binary", ".csv")]
    [InlineData("late-character", ".txt")]
    [InlineData("utf8", ".json")]
    [InlineData("json", ".xml")]
    [InlineData("mz-text", ".mp3")]
    public async Task A_name_that_claims_another_type_is_refused(string kind, string extension)
    {
        var (status, problem) = await _lead.UploadAsync("材料" + extension, AttachmentFiles.Of(kind));

        Assert.Equal((422, "type-mismatch"), (status, problem.Text("code")));
        Assert.StartsWith($"{extension}: ", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exe", ".exe")]
    [InlineData("exe", ".pdf")]
    [InlineData("exe", "")]
    [InlineData("elf", ".dat")]
    [InlineData("mach-o", "")]
    [InlineData("class", ".class")]
    [InlineData("script", ".txt")]
    [InlineData("script-bom", ".csv")]
    public async Task A_program_is_refused_under_any_name(string kind, string extension)
    {
        var (status, problem) = await _lead.UploadAsync("材料" + extension, AttachmentFiles.Of(kind));

        Assert.Equal((422, "type-refused"), (status, problem.Text("code")));
        Assert.Contains(" / ", problem.Text("title"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html", ".txt")]
    [InlineData("html-late", ".txt")]
    [InlineData("svg", ".xml")]
    [InlineData("vbs", ".txt")]
    [InlineData("powershell", ".txt")]
    [InlineData("batch", ".csv")]
    [InlineData("lnk", ".dat")]
    [InlineData("utf8", ".js")]
    [InlineData("utf8", ".hta")]
    [InlineData("xlsx", ".xlsm")]
    [InlineData("xlsx-macro", ".xlsx")]
    [InlineData("docx-macro", ".docx")]
    [InlineData("xls-macro", ".xls")]
    [InlineData("ole-package", ".doc")]
    [InlineData("pdf-script", ".pdf")]
    [InlineData("pdf-escaped", ".pdf")]
    [InlineData("pdf-packed", ".pdf")]
    [InlineData("pdf-file", ".pdf")]
    [InlineData("zip-exe", ".zip")]
    [InlineData("zip-exe-renamed", ".zip")]
    [InlineData("zip-macro", ".zip")]
    [InlineData("zip-deep", ".zip")]
    [InlineData("zip-swollen", ".zip")]
    [InlineData("7z", ".7z")]
    [InlineData("7z", ".zip")]
    [InlineData("rar", ".rar")]
    [InlineData("gzip", ".dat")]
    public async Task What_runs_when_it_is_opened_is_refused_and_the_refusal_says_what_is_taken(string kind, string extension)
    {
        var (status, problem) = await _lead.UploadAsync("材料" + extension, AttachmentFiles.Of(kind));

        Assert.Equal((422, "type-refused"), (status, problem.Text("code")));
        Assert.Contains("taken: pdf, ofd, docx", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_looks_like_a_danger_is_taken()
    {
        // A picture in a PDF holds any bytes, a packed file documents and photographs, an XML file any tag.
        foreach (var (kind, extension) in new[] { ("pdf-picture", ".pdf"), ("zip-documents", ".zip"), ("xml", ".xml"), ("xls", ".xls") })
            Assert.Equal((kind, 201), (kind, (await _lead.UploadAsync("材料" + extension, AttachmentFiles.Of(kind))).Status));
    }

    [Fact]
    public async Task A_packed_file_with_an_endless_list_of_entries_is_not_looked_into()
    {
        var file = AttachmentFiles.Of("docx");
        // The record at the end says that the list of entries begins 5 MB before it.
        var grown = new byte[file.Length + (5 << 20)];
        file.AsSpan(0, 4).CopyTo(grown);
        file.AsSpan(file.Length - 22).CopyTo(grown.AsSpan(grown.Length - 22));
        BitConverter.TryWriteBytes(grown.AsSpan(grown.Length - 6), 4u);

        var (status, answer) = await _lead.UploadAsync("file.zip", grown);

        Assert.Equal((422, "type-refused"), (status, answer.Text("code")));
    }
}

/// <summary>A service for tests that do not disturb each other.</summary>
public sealed class AttachmentFixture : IAsyncLifetime
{
    public TestService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await AttachmentService.StartAsync();

    public Task DisposeAsync() => Service.DisposeAsync().AsTask();
}
