using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Bishui.Features.Attachments;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Attachments;

/// <summary>Files that units put on file, through HTTP.</summary>
public sealed class AttachmentTests(AttachmentFixture fixture) : IClassFixture<AttachmentFixture>
{
    private readonly TestService _service = fixture.Service;
    private readonly HttpClient _lead = fixture.Service.As(TestPlans.Lead);

    [Fact]
    public async Task A_file_is_put_on_file_and_comes_back_byte_for_byte()
    {
        var content = Unique(100_000);
        var before = _service.Clock.GetUtcNow();

        var (status, answer) = await _lead.UploadAsync("监测报告.bin", content, "application/x-own");
        var (download, read) = await _lead.DownloadAsync(answer.Text("sha256"));

        Assert.Equal(201, status);
        Assert.Equal(Sha256(content), answer.Text("sha256"));
        Assert.Equal(("监测报告.bin", 100_000), (answer.Text("name"), answer.GetProperty("size").GetInt32()));
        Assert.Equal(("application/octet-stream", "application/x-own"), (answer.Text("type"), answer.Text("declaredType")));
        Assert.Equal(TestPlans.Lead, answer.Text("uploadedBy"));
        Assert.InRange(answer.GetProperty("uploadedAt").GetDateTimeOffset(), before, _service.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        Assert.Equal(content, read);
    }

    [Fact]
    public async Task A_download_is_saved_under_its_name_and_is_never_guessed_at()
    {
        var (_, answer) = await _lead.UploadAsync("巡河 \"照片\"；1.pdf", [.. AttachmentFiles.Pdf, .. Unique(10)]);

        var (download, _) = await _lead.DownloadAsync(answer.Text("sha256"));

        var headers = download.Content.Headers;
        Assert.Equal("attachment", headers.ContentDisposition!.DispositionType);
        Assert.Equal("巡河 \"照片\"；1.pdf", headers.ContentDisposition.FileNameStar);
        Assert.Equal("application/pdf", headers.ContentType!.MediaType);
        Assert.Equal(["nosniff"], download.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal($"\"{answer.Text("sha256")}\"", download.Headers.ETag!.Tag);
        Assert.Equal("no-store", download.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Ranges_and_what_the_caller_holds_already_are_not_sent_again()
    {
        var content = Unique(10_000);
        var (_, answer) = await _lead.UploadAsync("a.bin", content);
        var sha256 = answer.Text("sha256");

        var (part, middle) = await _lead.DownloadAsync(sha256, ask => ask.Range = new RangeHeaderValue(2_000, 2_999));
        var (beyond, _) = await _lead.DownloadAsync(sha256, ask => ask.Range = new RangeHeaderValue(10_000, null));
        var (held, nothing) = await _lead.DownloadAsync(sha256, ask => ask.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{sha256}\"")));

        Assert.Equal((HttpStatusCode.PartialContent, "bytes 2000-2999/10000"), (part.StatusCode, part.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(content[2_000..3_000], middle);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);
        Assert.Empty(nothing);
    }

    [Fact]
    public async Task The_same_content_again_gets_the_first_answer_and_another_unit_its_own()
    {
        var content = Unique(1_000);
        var (_, first) = await _lead.UploadAsync("第一次.bin", content);
        _service.Clock.Advance(TimeSpan.FromMinutes(1));

        var (status, second) = await _lead.UploadAsync("第二次.bin", content, "image/png");
        var (_, other) = await _service.As(TestPlans.Cooperating).UploadAsync("另一单位.bin", content);

        Assert.Equal(201, status);
        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Equal((TestPlans.Cooperating, "另一单位.bin"), (other.Text("uploadedBy"), other.Text("name")));
        Assert.Equal("另一单位.bin", (await _service.As(TestPlans.Cooperating).DownloadAsync(first.Text("sha256"))).Answer.Content.Headers.ContentDisposition!.FileNameStar);
    }

    [Fact]
    public async Task Who_did_not_bring_a_file_reads_it_only_through_a_ledger_or_as_supervisor()
    {
        var (_, answer) = await _lead.UploadAsync("a.bin", Unique(1_000));
        var sha256 = answer.Text("sha256");
        async Task<HttpStatusCode> StatusAsync(string unit, params string[] roles) =>
            (await _service.As(unit, roles).DownloadAsync(sha256)).Answer.StatusCode;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(TestPlans.Lead));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("anyone", "supervisor"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("", "admin"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(TestPlans.Cooperating));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(TestPlans.Stranger));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _service.Anonymous().DownloadAsync(sha256)).Answer.StatusCode);

        // Task 29: the committee reviews, the towns cooperate. Cited twice, and by a ledger that is not there.
        await CiteAsync("test-2021|t29", sha256, sha256);
        await CiteAsync("test-2021|t29", sha256);
        await CiteAsync("test-2021|t999", sha256);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(TestPlans.Cooperating));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(TestPlans.Committee));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(TestPlans.Stranger));
    }

    [Fact]
    public async Task A_ledger_learns_whether_a_file_is_on_file()
    {
        var (_, answer) = await _service.As(TestPlans.Cooperating).UploadAsync("a.bin", Unique(1_000));
        var reader = _service.Services.GetRequiredService<IDocumentReader>();

        Assert.Equal(TestPlans.Cooperating, (await AttachmentDirectory.FindAsync(reader, answer.Text("sha256")))!.UploadedBy);
        Assert.Null(await AttachmentDirectory.FindAsync(reader, new string('0', 64)));
        Assert.Null(await AttachmentDirectory.FindAsync(reader, answer.Text("sha256")[..63]));
    }

    [Theory]
    [InlineData("ecology-bureau", "reporter", 201)]
    [InlineData("ecology-bureau", "approver", 201)]
    [InlineData("ecology-bureau", "supervisor", 201)]
    [InlineData("ecology-bureau", "public", 403)]
    [InlineData("", "reporter", 403)]
    public async Task Only_who_works_for_a_unit_puts_files_on_file(string unit, string role, int status) =>
        Assert.Equal(status, (await _service.As(unit, role).UploadAsync("a.bin", Unique(100))).Status);

    [Theory]
    [InlineData("", "missing")]
    [InlineData(" ", "missing")]
    [InlineData("../a.pdf", "bad-name")]
    [InlineData("a\\b.pdf", "bad-name")]
    [InlineData("a\r\nb.pdf", "bad-query")]
    [InlineData("photo\u202Egpj.pdf", "bad-query")]
    public async Task A_name_that_misleads_is_refused(string name, string code)
    {
        var (status, problem) = await _lead.UploadAsync(name, AttachmentFiles.Pdf);

        Assert.Equal((422, code), (status, problem.GetProperty("errors")[0].Text("code")));
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        var (status, problem) = await _lead.UploadAsync("a.txt", []);

        Assert.Equal((422, "empty"), (status, problem.GetProperty("errors")[0].Text("code")));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("bishui.db")]
    [InlineData("..%2Fbishui.db")]
    public async Task What_is_not_on_file_is_not_found(string name)
    {
        var (answer, _) = await _service.As("anyone", "supervisor").DownloadAsync(name);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_refused_is_not_kept()
    {
        byte[] program = [.. AttachmentFiles.Exe, .. Unique(100)];

        Assert.Equal(422, (await _lead.UploadAsync("a.exe", program)).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await _lead.DownloadAsync(Sha256(program))).Answer.StatusCode);
        Assert.DoesNotContain(Directory.EnumerateFiles(_service.Folder, "*", SearchOption.AllDirectories), file => Path.GetFileName(file) == Sha256(program));
    }

    [Fact]
    public async Task One_byte_too_many_is_refused_with_the_limit_whether_the_length_is_told_or_not()
    {
        await using var service = await AttachmentService.StartAsync(configure: Limit(1_000));
        var lead = service.As(TestPlans.Lead);

        var (told, problem) = await lead.UploadAsync("a.txt", Text(1_001));
        var (untold, same) = await lead.UploadAsync("a.txt", new UntoldLength(Text(1_001)));
        var (fits, _) = await lead.UploadAsync("a.txt", new UntoldLength(Text(1_000)));

        Assert.Equal((413, 413, 201), (told, untold, fits));
        Assert.Equal(("too-large", "附件不得超过 1,000 字节 / An attachment has at most 1,000 bytes"), (problem.Text("code"), problem.Text("title")));
        Assert.Equal(problem.Text("title"), same.Text("title"));
        Assert.Equal(404, (await lead.ReadAsync($"{AttachmentService.Path}/{Sha256(Text(1_001))}")).Status);
    }

    [Fact]
    public async Task Attachments_survive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("bishui-restart-").FullName;
        var content = Unique(5_000);
        await using (var first = await AttachmentService.StartAsync(folder))
        {
            await first.As(TestPlans.Lead).UploadAsync("重启前.bin", content);
            await CiteAsync(first, "test-2021|t29", Sha256(content));
        }
        await using (var second = await AttachmentService.StartAsync(folder))
        {
            var (answer, read) = await second.As(TestPlans.Cooperating).DownloadAsync(Sha256(content));
            Assert.Equal("重启前.bin", answer.Content.Headers.ContentDisposition!.FileNameStar);
            Assert.Equal(content, read);
        }
        Directory.Delete(folder, recursive: true);
    }

    private static Action<WebApplicationBuilder> Limit(long bytes) => builder => builder.Configuration["Attachments:LargestFile"] = $"{bytes}";

    private Task<bool> CiteAsync(string ledgerId, params string[] shas) => CiteAsync(_service, ledgerId, shas);

    private static Task<bool> CiteAsync(TestService service, string ledgerId, params string[] shas) =>
        service.Services.GetRequiredService<IDocumentStore>().DecideAsync(async reader =>
        {
            var commit = new Commit();
            await commit.CiteAttachments(reader, ledgerId, shas);
            await commit.CiteAttachments(reader, ledgerId, shas);
            return new Decision<bool>(commit, true);
        });

    // Begins with a zero: by chance it would be a text or a picture now and then.
    private static byte[] Unique(int size) => [0, .. RandomNumberGenerator.GetBytes(size - 1)];

    private static byte[] Text(int size) => Encoding.ASCII.GetBytes(new string('a', size));

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
