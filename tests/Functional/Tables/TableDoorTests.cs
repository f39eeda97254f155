using System.Net.Http.Headers;
using System.Text.Json;
using Bishui.Features.Tables;
using Bishui.Tests.Functional.Assessment;
using Bishui.Tests.Functional.Readings;
using Bishui.Tests.Functional.Registers;
using Bishui.Tests.Support;
using Bishui.Tests.Support.Tables;
using Xunit;

namespace Bishui.Tests.Functional.Tables;

/// <summary>Who may not hand a table in is refused before any of it is read, let alone parsed.</summary>
public sealed class TableDoorTests
{
    // Long enough that a client waits to be asked for it.
    private static readonly byte[] Hostile = HostileTables.Make("more cells than are read").Content;

    [Fact]
    public async Task A_table_of_readings_is_asked_for_only_of_those_who_report_for_a_site()
    {
        await using var intake = await IntakeService.StartAsync();
        const string path = "/api/ecological/readings/uploads";

        foreach (var dryRun in new[] { "", "?dryRun=true" })
        {
            Assert.Equal((403, "not-your-site", false), await SendAsync(intake.Service, path + dryRun, TestPlans.Stranger));
            Assert.Equal((403, "not-your-site", false), await SendAsync(intake.Service, path + dryRun, TestPlans.Lead, "approver"));
        }
        Assert.Equal((401, "not-signed-in", false), await SendAsync(intake.Service, path, null));
        Assert.Equal((413, "too-many-cells", true), await SendAsync(intake.Service, path, TestPlans.Lead));
        Assert.Equal((413, "too-many-cells", true), await SendAsync(intake.Service, path, TestPlans.Stranger, "admin"));
    }

    [Fact]
    public async Task A_table_of_a_register_is_asked_for_only_of_those_who_write_it()
    {
        await using var works = await RegisterService.StartAsync();
        const string path = RegisterService.Route + "/imports";

        Assert.Equal((403, "not-your-register", false), await SendAsync(works.Service, path, TestPlans.Committee));
        Assert.Equal((403, "not-your-register", false), await SendAsync(works.Service, path, TestPlans.Lead, "approver"));
        Assert.Equal((404, "unknown-register", false), await SendAsync(works.Service, "/api/sample/registers/none/imports", TestPlans.Lead));
        Assert.Equal((401, "not-signed-in", false), await SendAsync(works.Service, path, null));
        Assert.Equal((413, "too-many-cells", true), await SendAsync(works.Service, path, TestPlans.Lead));
    }

    [Fact]
    public async Task A_table_of_complaints_is_asked_for_only_of_those_who_handle_them()
    {
        await using var app = await ComplaintApp.StartAsync();
        const string path = ComplaintApp.Base + "/imports";

        Assert.Equal((403, "not-your-complaint", false), await SendAsync(app.Service, path, ComplaintApp.Holder));
        Assert.Equal((403, "not-your-complaint", false), await SendAsync(app.Service, path, ComplaintApp.Lead, "approver"));
        Assert.Equal((401, "not-signed-in", false), await SendAsync(app.Service, path, null));
        Assert.Equal((413, "too-many-cells", true), await SendAsync(app.Service, path, ComplaintApp.Lead));
    }

    [Theory]
    [InlineData("/api/plan/imports")]
    [InlineData("/api/assessment/schemes")]
    public async Task A_plan_or_a_scheme_is_asked_for_only_of_those_who_decide_on_it(string path)
    {
        await using var app = await AssessmentApp.StartAsync();

        Assert.Equal((403, "forbidden", false), await SendAsync(app.Service, path, TestPlans.Lead, type: "application/json"));
        Assert.Equal((403, "forbidden", false), await SendAsync(app.Service, path, TestPlans.Committee, "reporter", "application/json"));
        Assert.Equal((401, "not-signed-in", false), await SendAsync(app.Service, path, null, type: "application/json"));
        Assert.True((await SendAsync(app.Service, path, TestPlans.Committee, "approver", "application/json")).IsSent);
    }

    private static async Task<(int Status, string Code, bool IsSent)> SendAsync(
        TestService service, string path, string? unit, string? role = null, string type = TableFormats.XlsxType)
    {
        using var patient = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        using var client = new HttpClient(patient) { BaseAddress = service.Address };
        client.DefaultRequestHeaders.ExpectContinue = true;
        if (unit is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", role is null ? TestTokens.For(unit) : TestTokens.For(unit, role));
        using var body = new WatchedContent(Hostile, type);
        var (status, problem) = await client.SendAsync(HttpMethod.Post, path, body);
        return (status, problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("code", out var code) ? code.GetString()! : "", body.IsSent);
    }
}
