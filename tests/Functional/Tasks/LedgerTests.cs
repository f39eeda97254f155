using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Contracts.Tasks;
using Bishui.Features.Tasks;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Bishui.Verifier;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Tasks;

public sealed class LedgerTests : IAsyncLifetime
{
    private TaskService _service = null!;

    public async Task InitializeAsync() => _service = await TaskService.StartAsync();

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task A_correction_names_the_entry_and_both_stay()
    {
        var wrong = await _service.RecordAsync(29, TaskService.Entry("监测 11 次"));
        await _service.RecordAsync(29, new { kind = "correction", occurredOn = "2021-11-01", text = "监测 10 次", corrects = wrong.Text("id") });

        var (_, view) = await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/29/entries/{wrong.Text("id")}");

        Assert.Equal("监测 11 次", view.GetProperty("entry").Text("text"));
        Assert.Equal("监测 10 次", Assert.Single(view.GetProperty("corrections").EnumerateArray()).Text("text"));
        Assert.Equal(422, (await _service.Lead.PostAsync($"{TaskService.Base}/tasks/30/entries",
            new { kind = "correction", occurredOn = "2021-11-01", text = "别的任务", corrects = wrong.Text("id") })).Status);
        Assert.Equal(403, (await _service.Stranger.ReadAsync($"{TaskService.Base}/tasks/29/entries/{wrong.Text("id")}")).Status);
        Assert.Equal(404, (await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/30/entries/{wrong.Text("id")}")).Status);
    }

    [Fact]
    public async Task An_entry_cites_only_files_that_are_on_file_and_its_readers_may_read_them()
    {
        using var content = new ByteArrayContent([.. "%PDF-1.4\n%%EOF\n"u8]);
        var (uploaded, file) = await _service.Lead.SendAsync(HttpMethod.Post, $"{TaskService.Base}/attachments?task=29&name={Uri.EscapeDataString("监测报告.pdf")}", content);
        Assert.True(uploaded == 201, file.ToString());
        object Entry(string sha256) => new
        {
            kind = "evidence",
            occurredOn = "2021-11-01",
            text = "附监测报告",
            attachments = new[] { new { name = "监测报告.pdf", sha256 } },
        };
        var path = $"{TaskService.Base}/attachments/{file.Text("sha256")}";

        Assert.Equal(403, (int)(await _service.Cooperating.GetAsync(path)).StatusCode);
        // Who may not read a file cannot let others read it by citing it.
        Assert.Equal("unknown-attachment", (await _service.Cooperating.PostAsync($"{TaskService.Base}/tasks/29/entries", Entry(file.Text("sha256"))))
            .Body.GetProperty("errors")[0].Text("code"));
        Assert.Equal(422, (await _service.Lead.PostAsync($"{TaskService.Base}/tasks/29/entries", Entry(new string('0', 64)))).Status);
        await _service.RecordAsync(29, Entry(file.Text("sha256")));

        Assert.Equal(200, (int)(await _service.Cooperating.GetAsync(path)).StatusCode);
        Assert.Equal(403, (int)(await _service.Stranger.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Entries_are_found_by_part_of_a_chinese_word_in_ledgers_the_caller_may_read()
    {
        await _service.RecordAsync(29, TaskService.Entry("完成水源地标志牌更换"));
        await _service.RecordAsync(29, TaskService.Entry("巡查排污口", kind: "remark"));
        await _service.RecordAsync(30, TaskService.Entry("水源巡查"), _service.OtherLead);

        Assert.Equal(["水源巡查", "完成水源地标志牌更换"], await FindAsync(_service.Lead, "text=水源"));
        Assert.Equal(["完成水源地标志牌更换"], await FindAsync(_service.Cooperating, "text=水源"));
        Assert.Equal(["巡查排污口"], await FindAsync(_service.Lead, "text=巡查&task=29"));
        Assert.Equal(["巡查排污口"], await FindAsync(_service.Lead, "kind=remark"));
        Assert.Equal(["水源巡查"], await FindAsync(_service.Lead, $"unit={TestPlans.OtherLead}"));
        Assert.Empty(await FindAsync(_service.Lead, "text=源水"));
        Assert.Empty(await FindAsync(_service.Stranger, "text=水源"));
        Assert.Equal(422, (await _service.Lead.ReadAsync($"{TaskService.Base}/ledger/entries?text={new string('水', 201)}")).Status);

        async Task<IEnumerable<string>> FindAsync(HttpClient by, string query) =>
            (await by.ReadAsync($"{TaskService.Base}/ledger/entries?{query}")).Body.GetProperty("items").EnumerateArray().Select(entry => entry.Text("text"));
    }

    [Fact]
    public async Task A_key_project_is_set_by_its_version_and_every_change_is_in_the_ledger()
    {
        var path = $"{TaskService.Base}/tasks/29/projects/outfall-phase-2";
        var project = new
        {
            id = "outfall-phase-2",
            name = "排污口整治二期",
            investment = 1250.50m,
            invested = 300m,
            percent = 20m,
            milestones = new object[] { new { title = "开工", due = "2021-09-30", doneOn = "2021-10-08" }, new { title = "完工", due = "2021-12-20" } },
        };
        Assert.Equal(200, (await _service.Lead.SendAsync(HttpMethod.Put, path, project)).Status);
        Assert.Equal(200, (await _service.Lead.SendAsync(HttpMethod.Put, path, new { project.id, project.name, percent = 55.25m }, ifMatch: "\"1\"")).Status);
        Assert.Equal(412, (await _service.Lead.SendAsync(HttpMethod.Put, path, project, ifMatch: "\"1\"")).Status);
        Assert.Equal(403, (await _service.Cooperating.SendAsync(HttpMethod.Put, path, project)).Status);
        var (status, problem) = await _service.Lead.SendAsync(HttpMethod.Put, path,
            new { name = " ", percent = 101, investment = -1, milestones = new[] { new { title = "未来", doneOn = "2021-12-01" } } });

        Assert.Equal(422, status);
        Assert.Equal(["investment", "milestones[0].doneOn", "name", "percent"],
            problem.GetProperty("errors").EnumerateArray().Select(e => e.Text("field")).Order());
        var (_, listed) = await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/29/projects");
        Assert.Equal(55.25m, Assert.Single(listed.GetProperty("items").EnumerateArray()).GetProperty("percent").GetDecimal());
        var (_, entries) = await _service.Lead.ReadAsync($"{TaskService.Base}/tasks/29/entries");
        Assert.Equal([55.25m, 20m], entries.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("project").GetProperty("percent").GetDecimal()));
        Assert.Equal(1250.50m, entries.GetProperty("items")[1].GetProperty("project").GetProperty("investment").GetDecimal());
    }

    [Fact]
    public async Task Each_day_that_closes_has_one_root_and_the_chain_is_checked_against_it()
    {
        var told = await _service.Service.ListenAsync<LedgerRootTaken>();
        var roots = _service.Service.Services.GetRequiredService<LedgerRoots>();
        var last = await _service.RecordAsync(29, TaskService.Entry("当日最后一条"));
        _service.Service.Clock.Advance(TimeSpan.FromDays(1));
        await Task.WhenAll(roots.RunAsync(default), roots.RunAsync(default));
        await _service.RecordAsync(29, TaskService.Entry("次日"));
        _service.Service.Clock.Advance(TimeSpan.FromDays(2));
        await roots.RunAsync(default);

        await Eventually.HoldsAsync(() => Task.FromResult(told.Count == 3));
        Assert.Equal(["2021-11-02", "2021-11-03", "2021-11-04"], told.Select(root => root.Day.ToString("O", CultureInfo.InvariantCulture)).Order());
        Assert.Equal(last.Text("hash"), told.Single(root => root.Day == new DateOnly(2021, 11, 2)).Hash);
        Assert.Equal([1L, 2L, 2L], told.OrderBy(root => root.Day).Select(root => root.Sequence));
        var (_, verification) = await _service.Stranger.ReadAsync($"{TaskService.Base}/ledger/verification");
        Assert.True(verification.GetProperty("holds").GetBoolean());
        Assert.Equal((2L, 3), (verification.GetProperty("entries").GetInt64(), verification.GetProperty("roots").GetInt32()));
    }

    [Fact]
    public async Task A_ledger_changed_in_the_store_is_found_out_by_the_service_itself()
    {
        await _service.RecordAsync(29, TaskService.Entry("第一条"));
        var second = await _service.RecordAsync(29, TaskService.Entry("第二条"));
        await _service.RecordAsync(29, TaskService.Entry("第三条"));
        var store = _service.Service.Services.GetRequiredService<IDocumentStore>();
        var held = (await store.FindAsync(TaskCollections.Entries, second.Text("id")))!;
        await store.CommitAsync(new Commit().Update(TaskCollections.Entries, held.Id, held.Version, held.Body with { Unit = TestPlans.Stranger }));

        var (_, verification) = await _service.Lead.ReadAsync($"{TaskService.Base}/ledger/verification");

        Assert.False(verification.GetProperty("holds").GetBoolean());
        Assert.Equal(1, verification.GetProperty("entries").GetInt64());
        Assert.Equal((2L, "hash", held.Id),
            (verification.GetProperty("break").GetProperty("sequence").GetInt64(), verification.GetProperty("break").Text("fault"), verification.GetProperty("break").Text("id")));
    }

    [Fact]
    public async Task An_entry_says_who_recorded_it_for_whom_when_it_happened_and_when_it_was_recorded()
    {
        var before = _service.Service.Clock.GetUtcNow();
        var entry = await _service.RecordAsync(29, TaskService.Entry("巡河", on: "2021-10-30"), _service.Cooperating);

        Assert.Equal((TestPlans.Cooperating, TestPlans.Cooperating, "2021-10-30"), (entry.Text("unit"), entry.Text("recordedBy"), entry.Text("occurredOn")));
        Assert.InRange(entry.GetProperty("recordedAt").GetDateTimeOffset(), before, _service.Service.Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_export_is_checked_without_the_platform_and_a_tampered_one_is_found_out()
    {
        for (var i = 1; i <= 3; i++)
            await _service.RecordAsync(29, new { kind = "progress", occurredOn = "2021-11-01", text = $"第 {i} 次巡查\n“如实”\t😀", percent = 33.30m });
        await _service.Lead.PostAsync($"{TaskService.Base}/tasks/29/completion", new { text = "完成" });
        Assert.Equal(403, (await _service.Lead.ReadAsync($"{TaskService.Base}/ledger/export")).Status);
        _service.Service.Clock.Advance(TimeSpan.FromDays(1));
        await _service.Service.Services.GetRequiredService<LedgerRoots>().RunAsync(default);
        var roots = (await _service.Stranger.ReadAsync($"{TaskService.Base}/ledger/roots")).Body.ToString();
        var lines = (await _service.Committee.GetStringAsync($"{TaskService.Base}/ledger/export")).TrimEnd('\n').Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.Equal((ExportVerifier.Good, "4 条"), Verify(lines, roots));
        Assert.Equal((ExportVerifier.Broken, "line 2"), Verify(Changed(lines, 1, entry => entry["text"] = "改"), roots));
        Assert.Equal((ExportVerifier.Broken, "line 3"), Verify([.. lines.Take(2), lines[3]], roots));
        Assert.Equal((ExportVerifier.Broken, "truncated"), Verify([.. lines.Take(3)], roots));
        Assert.Equal(ExportVerifier.Good, Verify([.. lines.Take(3)], null).Code);
    }

    private static (int Code, string Said) Verify(IReadOnlyList<string> lines, string? roots)
    {
        var folder = Directory.CreateTempSubdirectory("bishui-verifier-");
        var (export, kept) = (Path.Combine(folder.FullName, "ledger.jsonl"), Path.Combine(folder.FullName, "roots.json"));
        File.WriteAllLines(export, lines);
        if (roots is not null) File.WriteAllText(kept, roots);
        using var output = new StringWriter();
        var code = ExportVerifier.Run(roots is null ? [export] : [export, "--roots", kept], output, output);
        folder.Delete(recursive: true);
        string[] known = ["4 条", "line 2", "line 3", "truncated"];
        return (code, known.FirstOrDefault(word => output.ToString().Contains(word, StringComparison.Ordinal)) ?? output.ToString());
    }

    private static string[] Changed(string[] lines, int index, Action<JsonObject> change)
    {
        var changed = lines.ToArray();
        var entry = JsonNode.Parse(changed[index])!.AsObject();
        change(entry);
        changed[index] = entry.ToJsonString();
        return changed;
    }
}
