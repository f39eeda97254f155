using Bishui.Contracts.Tasks;
using Bishui.Tests.Functional.Assessment;
using MiniExcelLibs;
using Xunit;

namespace Bishui.Tests.Functional.Stories;

/// <summary>Task 44: the ledgers of the eight fields, and of shipping, as one view over all services and as one workbook.</summary>
public sealed class Task44Tests
{
    private const string Ledgers = "/api/assessment/ledgers";

    [Fact]
    public async Task The_ledgers_hold_every_service_s_entries_and_name_their_gaps()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(Entry("e1", 3, "industrial", "ecology-bureau", new(2021, 10, 20)));
        await app.TellAsync(Entry("e2", 3, "industrial", "ecology-bureau", new(2021, 10, 21)) with { Kind = "correction", Corrects = "e1" });
        await app.TellAsync(Entry("e3", 10, "shipping", "transport-bureau", new(2021, 6, 1)));
        await app.FactsAsync("ledger-entry-recorded", 3);

        var ledgers = (await app.GetAsync(Ledgers))["items"]!.AsArray();
        Assert.Equal((9, 8), (ledgers.Count, ledgers.Count(ledger => (bool)ledger!["named"]!)));
        Assert.Equal(Enumerable.Range(1, 37), ledgers.SelectMany(ledger => ledger!["tasks"]!.AsArray()).Select(task => (int)task!).Order());
        var industrial = ledgers.Single(ledger => (string)ledger!["ledger"]! == "industrial")!;
        Assert.Equal((2, 2), ((int)industrial["entries"]!, industrial["gaps"]!.AsArray().Count));
        // An entry of half a year ago is a gap, one of last month is none.
        var gap = Assert.Single(ledgers.Single(ledger => (string)ledger!["ledger"]! == "shipping")!["gaps"]!.AsArray())!;
        Assert.Equal((10, "2021-06-01"), ((int)gap["task"]!, (string)gap["last"]!));

        var rows = (await app.GetAsync($"{Ledgers}/industrial"))["items"]!.AsArray();
        Assert.Equal(["e1", "e2"], rows.Select(row => (string)row!["id"]!));
        Assert.Equal(("e2", "e1"), ((string)rows[0]!["correctedBy"]![0]!, (string)rows[1]!["corrects"]!));
        Assert.Equal("内容 e1", (string)rows[0]!["text"]!);
        Assert.Equal("ledger-entry-recorded", (string)(await app.GetAsync($"/api/assessment/facts/{Uri.EscapeDataString((string)rows[0]!["fact"]!)}"))["type"]!);
        var page = await app.GetAsync($"{Ledgers}/industrial?limit=1");
        Assert.Equal(("1", 1), ((string)page["next"]!, page["items"]!.AsArray().Count));
        Assert.Equal("e2", (string)(await app.GetAsync($"{Ledgers}/industrial?limit=1&after=1"))["items"]!.AsArray().Single()!["id"]!);
        Assert.Equal(404, (await app.RefusedAsync($"{Ledgers}/none")).Status);

        // Whoever has no part in a task does not see its ledger.
        Assert.Empty((await app.GetAsync($"{Ledgers}/shipping", "education-bureau", "reporter"))["items"]!.AsArray());
        Assert.Single((await app.GetAsync($"{Ledgers}/shipping", "transport-bureau", "reporter"))["items"]!.AsArray());
        Assert.Equal(401, (await app.RefusedAsync(Ledgers, null)).Status);
    }

    [Fact]
    public async Task The_workbook_has_a_sheet_for_each_ledger()
    {
        await using var app = await AssessmentApp.StartAsync();
        await app.TellAsync(Entry("e1", 3, "industrial", "ecology-bureau", new(2021, 10, 20)));
        await app.FactsAsync("ledger-entry-recorded", 1);
        using var client = app.Service.As("ecology-committee", AssessmentApp.Supervisor);
        using var file = new MemoryStream(await client.GetByteArrayAsync(Ledgers + ".xlsx"));
        Assert.Equal(9, MiniExcel.GetSheetNames(file).Count);
        var row = Assert.Single(MiniExcel.Query(file, useHeaderRow: true, sheetName: "工业污染防治").Cast<IDictionary<string, object>>());
        Assert.Equal(("内容 e1", "柳南生态环境局", "2021-10-20"), (row["内容"], row["单位"], row["发生日期"]));
    }

    private static LedgerEntryRecorded Entry(string id, int task, string service, string unit, DateOnly day) => new()
    {
        EntryId = id,
        Service = service,
        PlanId = "liunan-2021",
        Task = task,
        Unit = unit,
        Kind = "progress",
        Sequence = 1,
        Hash = new('a', 64),
        OccurredOn = day,
        RecordedAt = new(day, new(9, 0), TimeSpan.FromHours(8)),
        Text = $"内容 {id}",
    };
}
