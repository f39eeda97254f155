using System.Net.Http.Json;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bishui.Assessment;
using Bishui.Assessment.Complaints;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>Many complaints at once, and strangers who choose the same key.</summary>
public sealed class ComplaintFloodTests
{
    private const string Key = "8f14e45f-ceea-467f-9575-12ab34cd56ef";
    private static readonly object Report = new { text = "河边工厂夜间排黑水" };

    [Fact]
    public async Task Of_a_flood_from_one_address_a_handful_is_taken_and_the_refusal_says_how_else_to_report()
    {
        await using var service = await StartAsync();
        using var flood = From(service, "203.0.113.7");
        var size = await SizeAsync(service);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => flood.PostAsync(ComplaintApp.Public, new { text = $"第 {i} 次" })));

        Assert.Equal((5, 195), (answers.Count(answer => answer.Status == 201), answers.Count(answer => answer.Status == 429)));
        Assert.Equal(5, await CountAsync(service));
        Assert.InRange(await SizeAsync(service) - size, -2_000_000, 2_000_000);

        using var refused = await flood.PostAsJsonAsync(ComplaintApp.Public, Report);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("quota-exceeded", "address", 5, 5), (problem.Text("code"), problem.Text("quota"), problem.Count("used"), problem.Count("limit")));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3600);
        Assert.Contains("12345", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("12369", problem.Text("detail"), StringComparison.Ordinal);

        // Others are not shut out, and the next hour begins anew.
        using (var other = From(service, "198.51.100.9")) Assert.Equal(201, (await other.PostAsync(ComplaintApp.Public, Report)).Status);
        service.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(201, (await flood.PostAsync(ComplaintApp.Public, Report)).Status);
    }

    [Fact]
    public async Task Many_addresses_together_have_a_bound_and_a_restart_forgets_no_count()
    {
        var folder = Directory.CreateTempSubdirectory("bishui-").FullName;
        try
        {
            await using (var service = await StartAsync(folder, ("Complaints:AllPerHour", "12")))
                for (var i = 0; i < 15; i++)
                {
                    using var one = From(service, $"198.51.100.{i}");
                    var (status, body) = await one.PostAsync(ComplaintApp.Public, Report);
                    Assert.Equal(i < 12 ? 201 : 429, status);
                    if (i == 12) Assert.Equal("all", body.Text("quota"));
                }
            await using var again = await StartAsync(folder, ("Complaints:AllPerHour", "12"));
            using var fresh = From(again, "203.0.113.1");
            Assert.Equal(429, (await fresh.PostAsync(ComplaintApp.Public, Report)).Status);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_address_is_never_kept_and_its_hash_goes_with_the_hour()
    {
        await using var service = await StartAsync();
        using var client = From(service, "203.0.113.7");
        Assert.Equal(201, (await client.PostAsync(ComplaintApp.Public, Report, Key)).Status);
        var store = service.Services.GetRequiredService<IDocumentStore>();
        var hour = (await store.FindAsync(ComplaintQuota.Hours, ComplaintQuota.HourOf(service.Clock.GetUtcNow())))!.Body;
        Assert.DoesNotContain("203.0.113", JsonSerializer.Serialize(hour), StringComparison.Ordinal);
        Assert.Equal((1, 64), (hour.Taken, Assert.Single(hour.Addresses).Key.Length));

        service.Clock.Advance(TimeSpan.FromHours(1));
        await service.Services.GetRequiredService<ComplaintQuotaRounds>().RunAsync(default);
        Assert.Empty((await store.ListAsync(ComplaintQuota.Hours, new())).Items);
        await service.Services.GetRequiredService<KeptAnswerRounds>().RunAsync(default);
        Assert.Empty((await store.ListAsync(IdempotentWrites.Answers, new())).Items);
    }

    [Fact]
    public async Task A_header_from_elsewhere_than_the_gateway_is_not_believed()
    {
        await using var service = await StartAsync(null, ("BISHUI_GATEWAY_NETWORKS", "192.0.2.0/24"));
        for (var i = 0; i < 6; i++)
        {
            using var client = From(service, $"203.0.113.{i}");
            Assert.Equal(i < 5 ? 201 : 429, (await client.PostAsync(ComplaintApp.Public, Report)).Status);
        }
    }

    [Fact]
    public async Task Another_person_with_the_same_key_never_gets_the_first_one_s_tracking_number()
    {
        await using var service = await StartAsync();
        using var first = From(service, "203.0.113.7");
        using var other = From(service, "198.51.100.9");
        var number = await NumberAsync(first, Report);

        Assert.Equal(number, await NumberAsync(first, Report));
        // Other words from the same address, the same words and other words from another.
        Assert.NotEqual(number, await NumberAsync(first, new { text = "另一件事" }));
        Assert.NotEqual(number, await NumberAsync(other, Report));
        Assert.NotEqual(number, await NumberAsync(other, new { text = "别的" }));
        // The retry comes within moments; later the same key is another complaint.
        service.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.NotEqual(number, await NumberAsync(first, Report));

        foreach (var weak in new[] { "1", "retry", new string('a', 40) })
            Assert.Equal((422, "weak-idempotency-key"), await CodeAsync(other.PostAsync(ComplaintApp.Public, Report, weak)));

        static async Task<string> NumberAsync(HttpClient by, object report)
        {
            var (status, receipt) = await by.PostAsync(ComplaintApp.Public, report, Key);
            Assert.True(status == 201, receipt.ToString());
            return receipt.Text("trackingNumber");
        }
    }

    [Fact]
    public async Task Where_a_proof_of_work_is_asked_for_each_complaint_carries_one_of_its_own()
    {
        await using var service = await StartAsync(null, ("Complaints:ChallengeBits", "8"));
        using var client = service.Anonymous();
        Assert.Equal((422, "missing"), await ProofAsync(new { text = "一" }));

        var (_, challenge) = await client.ReadAsync($"{ComplaintApp.Public}/challenge");
        Assert.True(challenge.GetProperty("required").GetBoolean());
        var (token, bits) = (challenge.Text("token"), challenge.Count("bits"));
        var (nonce, wrong) = (Nonce(token, bits, solves: true), Nonce(token, bits, solves: false));
        Assert.Equal((422, "wrong"), await ProofAsync(Complaint(token, wrong)));
        Assert.Equal((422, "bad-token"), await ProofAsync(Complaint((token[0] == 'A' ? 'B' : 'A') + token[1..], nonce)));
        Assert.Equal(201, (await client.PostAsync(ComplaintApp.Public, Complaint(token, nonce))).Status);
        Assert.Equal((422, "spent"), await ProofAsync(Complaint(token, nonce)));

        var late = (await client.ReadAsync($"{ComplaintApp.Public}/challenge")).Body.Text("token");
        service.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((422, "expired"), await ProofAsync(Complaint(late, Nonce(late, bits, solves: true))));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        await service.Services.GetRequiredService<ComplaintQuotaRounds>().RunAsync(default);
        Assert.Empty((await service.Services.GetRequiredService<IDocumentReader>().ListAsync(ComplaintChallenges.Spent, new())).Items);

        async Task<(int, string)> ProofAsync(object complaint)
        {
            var (status, problem) = await client.PostAsync(ComplaintApp.Public, complaint);
            return (status, problem.GetProperty("errors")[0].Text("code"));
        }

        static object Complaint(string token, string nonce) => new { text = "一", proof = new { token, nonce } };
    }

    [Fact]
    public async Task Without_the_setting_no_proof_is_asked_for()
    {
        await using var service = await StartAsync();
        using var client = service.Anonymous();
        var (status, challenge) = await client.ReadAsync($"{ComplaintApp.Public}/challenge");
        Assert.Equal((200, false), (status, challenge.GetProperty("required").GetBoolean()));
        Assert.Equal(201, (await client.PostAsync(ComplaintApp.Public, Report)).Status);
    }

    private static Task<TestService> StartAsync(string? folder = null, params (string Key, string Value)[] settings) =>
        TestService.StartAsync(AssessmentService.Build, folder, configure: builder =>
        {
            foreach (var (key, value) in settings) builder.Configuration[key] = value;
        });

    /// <summary>As the gateway, which is on this machine, passes somebody's call on.</summary>
    private static HttpClient From(TestService service, string address)
    {
        var client = service.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    private static string Nonce(string token, int bits, bool solves)
    {
        for (var nonce = 0; ; nonce++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{token}:{nonce}"));
            if (BitOperations.LeadingZeroCount(BitConverter.ToUInt32([hash[3], hash[2], hash[1], hash[0]])) >= bits == solves)
                return $"{nonce}";
        }
    }

    private static async Task<int> CountAsync(TestService service)
    {
        var count = 0;
        await foreach (var _ in service.Services.GetRequiredService<IDocumentReader>().StreamAsync(ComplaintCollections.Complaints, new())) count++;
        return count;
    }

    private static Task<long> SizeAsync(TestService service) =>
        Task.FromResult(Directory.EnumerateFiles(service.Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length));

    private static async Task<(int Status, string Code)> CodeAsync(Task<(int Status, JsonElement Body)> answer)
    {
        var (status, body) = await answer;
        return (status, body.Text("code"));
    }
}
