using System.Net;
using System.Security.Cryptography;
using Bishui.Features.Attachments;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Attachments;

/// <summary>What a file is brought for, how much a unit may bring, and when what nothing cites goes.</summary>
public sealed class AttachmentQuotaTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task A_file_is_for_a_task_or_a_case_in_which_the_unit_has_a_part()
    {
        await using var service = await AttachmentService.StartAsync();
        var (lead, stranger) = (service.As(TestPlans.Lead), service.As(TestPlans.Stranger));

        Assert.Equal((422, "task", "missing"), Error(await lead.UploadAsync("a.txt", Unique(10), subject: "")));
        Assert.Equal((422, "task", "unknown-task"), Error(await lead.UploadAsync("a.txt", Unique(10), subject: "task=44")));
        Assert.Equal((403, "not-your-task"), Code(await stranger.UploadAsync("a.txt", Unique(10))));
        Assert.Equal((404, "unknown-exceedance"), Code(await lead.UploadAsync("a.txt", Unique(10), subject: "exceedance=none")));
        Assert.Equal((201, "task/29"), (201, (await service.As(TestPlans.Cooperating).UploadAsync("a.bin", Unique(10))).Body.Text("for")));
        Assert.Equal(201, (await service.As(TestPlans.Committee).UploadAsync("a.bin", Unique(10))).Status);
        Assert.Equal(201, (await service.As("anyone", "supervisor").UploadAsync("a.bin", Unique(10))).Status);
    }

    [Fact]
    public async Task Rights_and_quota_are_known_before_the_content_is_sent()
    {
        await using var service = await AttachmentService.StartAsync(configure: builder => builder.Configuration["Attachments:MostUncitedFiles"] = "1");
        using var lead = service.As(TestPlans.Lead);
        using var stranger = service.As(TestPlans.Stranger);
        Assert.Equal(201, (await lead.UploadAsync("a.bin", Unique(10))).Status);
        foreach (var client in new[] { lead, stranger })
        {
            var sent = new NeverSent(10_000_000);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{AttachmentService.Path}?name=b.bin&task=29") { Content = sent };
            request.Headers.ExpectContinue = true;
            using var answer = await client.SendAsync(request);
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.TooManyRequests });
            Assert.False(sent.Asked);
        }
    }

    [Fact]
    public async Task A_unit_has_a_quota_of_what_nothing_cites_and_of_a_day()
    {
        await using var service = await AttachmentService.StartAsync(configure: builder =>
        {
            builder.Configuration["Attachments:MostUncitedFiles"] = "3";
            builder.Configuration["Attachments:MostUncitedBytes"] = "10000";
            builder.Configuration["Attachments:MostFilesADay"] = "6";
        });
        var lead = service.As(TestPlans.Lead);
        var (_, first) = await lead.UploadAsync("1.bin", Unique(6000));
        var (status, problem) = await lead.UploadAsync("2.bin", Unique(5000));
        Assert.Equal((413, "quota-exceeded", "uncited-bytes", 6000, 10_000),
            (status, problem.Text("code"), problem.Text("quota"), problem.Count("used"), problem.Count("limit")));
        // One whose length nobody told is counted as it comes.
        Assert.Equal(413, (await lead.UploadAsync("2.bin", new UntoldLength(Unique(5000)))).Status);
        Assert.Equal(201, (await lead.UploadAsync("2.bin", Unique(1000))).Status);
        Assert.Equal(201, (await lead.UploadAsync("3.bin", Unique(1000))).Status);
        var (many, counted) = await lead.UploadAsync("4.bin", Unique(100));
        Assert.Equal((429, "uncited-files", 3), (many, counted.Text("quota"), counted.Count("used")));

        // What is cited counts no more.
        await CiteAsync(service, first.Text("sha256"));
        Assert.Equal(201, (await lead.UploadAsync("4.bin", Unique(100))).Status);
        await CiteAsync(service, Sha256(await BytesAsync(lead, first.Text("sha256"))));

        // Refused ones count in the day: five until now and one more.
        await lead.UploadAsync("5.txt", AttachmentFiles.Exe);
        Assert.Equal((429, "uncited-files"), Quota(await lead.UploadAsync("6.bin", Unique(100))));
        service.Clock.Advance(TimeSpan.FromDays(1));
        await service.Services.GetRequiredService<AttachmentSweep>().RunAsync(default);
        Assert.Empty((await service.Services.GetRequiredService<IDocumentReader>().ListAsync(AttachmentCollections.Days, new())).Items);
    }

    [Fact]
    public async Task A_day_has_a_number_of_files_and_uploads_side_by_side_do_not_overrun_it()
    {
        await using var service = await AttachmentService.StartAsync(configure: builder => builder.Configuration["Attachments:MostFilesADay"] = "5");
        var lead = service.As(TestPlans.Lead);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => lead.UploadAsync($"{i}.bin", Unique(100))));
        Assert.Equal((5, 7), (answers.Count(answer => answer.Status == 201), answers.Count(answer => answer.Status == 429)));
        Assert.Equal("files-a-day", answers.First(answer => answer.Status == 429).Body.Text("quota"));
        Assert.Equal(201, (await service.As(TestPlans.Cooperating).UploadAsync("a.bin", Unique(10))).Status);
        service.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(201, (await lead.UploadAsync("a.bin", Unique(10))).Status);
    }

    [Fact]
    public async Task What_nothing_cites_goes_after_a_week_also_after_a_restart_and_what_is_cited_stays()
    {
        var folder = Directory.CreateTempSubdirectory("bishui-").FullName;
        try
        {
            var (kept, lost, shared) = (Unique(1000), Unique(2000), Unique(3000));
            await using (var service = await AttachmentService.StartAsync(folder))
            {
                var lead = service.As(TestPlans.Lead);
                foreach (var content in new[] { kept, lost, shared }) await lead.UploadAsync("a.bin", content);
                await CiteAsync(service, Sha256(kept));
                service.Clock.Advance(Week - TimeSpan.FromDays(1));
                // Another unit brings the same a day before the week is over.
                await service.As(TestPlans.Cooperating).UploadAsync("b.bin", shared);
                await SweepAsync(service);
                Assert.Equal((true, true, true), await HasAsync(service, kept, lost, shared));
            }
            await using (var service = await AttachmentService.StartAsync(folder))
            {
                service.Clock.Advance(Week + TimeSpan.FromSeconds(1));
                await SweepAsync(service);
                Assert.Equal((true, false, true), await HasAsync(service, kept, lost, shared));
                Assert.Equal(HttpStatusCode.NotFound, (await service.As(TestPlans.Lead).DownloadAsync(Sha256(lost))).Answer.StatusCode);
                Assert.Equal(HttpStatusCode.Forbidden, (await service.As(TestPlans.Lead).DownloadAsync(Sha256(shared))).Answer.StatusCode);
                Assert.Equal(shared, (await service.As(TestPlans.Cooperating).DownloadAsync(Sha256(shared))).Content);
                service.Clock.Advance(Week);
                await SweepAsync(service);
                Assert.Equal((true, false, false), await HasAsync(service, kept, lost, shared));
                // Gone is not forbidden: it may be brought again.
                Assert.Equal(201, (await service.As(TestPlans.Lead).UploadAsync("a.bin", lost)).Status);
                Assert.Equal(lost, (await service.As(TestPlans.Lead).DownloadAsync(Sha256(lost))).Content);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_citation_and_the_sweep_at_one_moment_never_leave_a_citation_without_its_file()
    {
        await using var service = await AttachmentService.StartAsync();
        var lead = service.As(TestPlans.Lead);
        for (var round = 0; round < 20; round++)
        {
            var content = Unique(500);
            await lead.UploadAsync("a.bin", content);
            service.Clock.Advance(Week + TimeSpan.FromSeconds(1));
            var entry = new
            {
                kind = "evidence",
                occurredOn = "2021-11-01",
                text = "附件",
                attachments = new[] { new { name = "a.bin", sha256 = Sha256(content) } },
            };
            var cited = lead.PostAsync("/api/industrial/tasks/29/entries", entry);
            // Whoever brings it at that moment has it too.
            var again = round % 2 == 0 ? service.As(TestPlans.Cooperating).UploadAsync("b.bin", content) : null;
            await SweepAsync(service);
            if (again is not null) Assert.Equal(201, (await again).Status);
            var (status, answer) = await cited;
            Assert.True(status is 201 or 422, answer.ToString());
            await SweepAsync(service);
            var has = await service.Services.GetRequiredService<IFileStore>().HasFileAsync(Sha256(content));
            if (status == 201 || again is not null) Assert.True(has, $"round {round}: {status}");
        }
    }

    [Fact]
    public async Task A_file_that_an_import_holds_stays()
    {
        await using var service = await Registers.RegisterService.StartAsync();
        const string csv = "编号,名称,设计能力,在线监测,状态\n";
        using var lead = service.Service.As(TestPlans.Lead);
        var posted = await service.PostAsync(csv);
        var content = System.Text.Encoding.UTF8.GetBytes(csv);
        var (status, body) = await lead.SendAsync(HttpMethod.Post, "/api/sample/attachments?name=a.csv&task=29", new ByteArrayContent(content));
        Assert.True(status == 201, body.ToString());
        service.Service.Clock.Advance(Week + TimeSpan.FromDays(1));
        await SweepAsync(service.Service);
        Assert.Equal(posted.Status == 202, await service.Service.Services.GetRequiredService<IFileStore>().HasFileAsync(Sha256(content)));
    }

    private static Task<int> SweepAsync(TestService service) => service.Services.GetRequiredService<AttachmentSweep>().RunAsync(default);

    private static async Task<(bool, bool, bool)> HasAsync(TestService service, byte[] one, byte[] two, byte[] three)
    {
        var files = service.Services.GetRequiredService<IFileStore>();
        return (await files.HasFileAsync(Sha256(one)), await files.HasFileAsync(Sha256(two)), await files.HasFileAsync(Sha256(three)));
    }

    private static Task<bool> CiteAsync(TestService service, string sha256) => service.Services.GetRequiredService<IDocumentStore>().DecideAsync(async reader =>
    {
        var commit = new Commit();
        await commit.CiteAttachments(reader, "test-2021|t29", [sha256]);
        return new Decision<bool>(commit, true);
    });

    private static async Task<byte[]> BytesAsync(HttpClient client, string sha256) => (await client.DownloadAsync(sha256)).Content;

    private static (int, string) Code((int Status, System.Text.Json.JsonElement Body) answer) => (answer.Status, answer.Body.Text("code"));

    private static (int, string) Quota((int Status, System.Text.Json.JsonElement Body) answer) => (answer.Status, answer.Body.Text("quota"));

    private static (int, string, string) Error((int Status, System.Text.Json.JsonElement Body) answer) =>
        (answer.Status, answer.Body.GetProperty("errors")[0].Text("field"), answer.Body.GetProperty("errors")[0].Text("code"));

    private static byte[] Unique(int size) => [0, .. RandomNumberGenerator.GetBytes(size - 1)];

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Says whether anybody asked for it.</summary>
    private sealed class NeverSent(long length) : HttpContent
    {
        public bool Asked { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Asked = true;
            return stream.WriteAsync(new byte[length]).AsTask();
        }

        protected override bool TryComputeLength(out long told)
        {
            told = length;
            return true;
        }
    }
}
