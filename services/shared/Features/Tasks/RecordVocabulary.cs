using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Hosting.Json;
using Bishui.Rules.Obligations;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>A kind of typed result that a task's ledger takes.</summary>
public sealed record RecordKind
{
    /// <summary>Kind of result, for example <c>disclosure</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about.</summary>
    public required string Topic { get; init; }

    /// <summary>What it is for, in the plan's terms.</summary>
    public required string Title { get; init; }

    /// <summary>month, quarter, half-year or year: the length of the period it names; null where it names none.</summary>
    public string? Period { get; init; }

    /// <summary>It names the object it is about.</summary>
    public bool NeedsObject { get; init; }

    /// <summary>It says whether the check was passed.</summary>
    public bool NeedsOutcome { get; init; }

    /// <summary>It states a figure.</summary>
    public bool NeedsValue { get; init; }

    /// <summary>It names the document it comes from, and is for leading units: clocks and targets hang on it.</summary>
    public bool IsBasis { get; init; }

    /// <summary>Topic of the check that has to be passed for the same object before this may be recorded; null for none.</summary>
    public string? After { get; init; }
}

/// <summary>Which typed results a task's ledger takes: those that its plan's duties, gates, clocks and targets ask for.</summary>
internal static class RecordVocabulary
{
    public const string Event = "event";
    public const string Target = "target";
    public const string GateCheck = "gate-check";
    public const string Failed = "failed";
    public const string Passed = "passed";

    public static IReadOnlyList<RecordKind> Of(TaskLedger task)
    {
        var kinds = new List<RecordKind>();
        foreach (var rule in DutyBook.Of(task))
        {
            if (rule.Evidence is EvidenceRule.ByRecord record)
                kinds.Add(new()
                {
                    Type = record.Type,
                    Topic = record.Topic,
                    Title = rule.Title,
                    Period = rule.Schedule is Schedule.Every every ? Words.Of(every.Kind) : null,
                    NeedsObject = rule.Each is not null || rule.Schedule is Schedule.GateBefore,
                    NeedsOutcome = rule.Schedule is Schedule.GateBefore,
                    NeedsValue = rule.Schedule is Schedule.OperatingYears,
                });
            switch (rule.Schedule)
            {
                case Schedule.Within within:
                    kinds.Add(new() { Type = Event, Topic = within.Event, Title = $"起算事件：{rule.Title}", IsBasis = true });
                    break;
                case Schedule.GateBefore gate:
                    kinds.Add(new()
                    {
                        Type = Event,
                        Topic = gate.Event,
                        Title = $"须先通过：{rule.Title}",
                        NeedsObject = true,
                        After = (rule.Evidence as EvidenceRule.ByRecord)?.Topic,
                    });
                    break;
            }
        }
        kinds.AddRange(task.Targets.Select(target => new RecordKind
        {
            Type = Target,
            Topic = target.Key,
            Title = target.Title,
            NeedsValue = true,
            IsBasis = true,
        }));
        // Two rules may ask for the same result.
        return [.. kinds.DistinctBy(kind => (kind.Type, kind.Topic))];
    }

    /// <summary>Checks a stated result against what the task asks for; what is wrong is added to the errors.</summary>
    public static RecordKind? Check(TaskLedger task, LedgerRecord record, EntryCheck check)
    {
        var kinds = Of(task);
        if (kinds.FirstOrDefault(each => each.Type == record.Type && each.Topic == record.Topic) is not { } kind)
        {
            check.Add("record", "unknown-record", kinds.Count == 0
                ? "本任务不收成果记录 / this task takes no typed results"
                : "应为 / must be one of: " + string.Join(", ", kinds.Select(each => $"{each.Type} {each.Topic}")));
            return null;
        }
        Require(kind.NeedsObject, record.ObjectId, "objectId", "须指明对象 / name the object");
        Require(kind.NeedsValue, record.Value, "value", "须填数值 / state the figure");
        Require(kind.IsBasis, record.Document, "document", "须写明依据文件 / name the document it comes from");
        if (kind.NeedsOutcome ? record.Outcome is not (Passed or Failed) : record.Outcome is not (null or Passed or Failed))
            check.Add("record.outcome", "unknown-outcome", "应为 / must be passed 或 / or failed");
        if (record.Period is { } named && (!Period.TryParse(named, out var period) || !CivilYears.Hold(period.Year) || (kind.Period is { } length && Words.Of(period.Kind) != length)))
            check.Add("record.period", "bad-period", "应如 / must be like 2021-07, 2021-Q3, 2021-H1 或 / or 2021" + (kind.Period is null ? "" : $" ({kind.Period})"));
        if (record.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            check.Add("record.url", "bad-url", "应为 http 或 https 地址 / must be an http or https address");
        foreach (var (field, text) in new[] { ("objectId", record.ObjectId), ("document", record.Document) })
            if (text is not null) check.Text($"record.{field}", text);
        return kind;

        void Require(bool needed, object? value, string field, string detail)
        {
            if (needed && value is null or "") check.Add($"record.{field}", "missing", detail);
        }
    }

    /// <summary>Whether the check that stands before the result was passed for its object, at the latest word.</summary>
    public static async ValueTask<bool> IsOpenAsync(
        this IDocumentReader reader, RecordKind kind, TaskLedger task, LedgerRecord record, CancellationToken cancel)
    {
        if (kind.After is not { } gate) return true;
        var topic = RecordCollections.TopicOf(task.PlanId, GateCheck, gate);
        HeldRecord? newest = null;
        await foreach (var held in reader.StreamAsync(RecordCollections.Records,
                           new() { Index = RecordCollections.ByTopic, From = topic + "|", Before = topic + "}", Limit = 500 }, cancel))
            if (held.Body.Record.ObjectId == record.ObjectId && (newest is null || held.Body.RecordedAt >= newest.RecordedAt)) newest = held.Body;
        return newest?.Record.Outcome == Passed;
    }

    /// <summary>Keeps an entry's result where duties find it, and takes back that of the entry it corrects.</summary>
    public static async ValueTask KeepRecordAsync(this IDocumentReader reader, Commit commit, LedgerEntry entry, string ledgerId, CancellationToken cancel)
    {
        if (entry.Record is { } record)
            commit.Insert(RecordCollections.Records, entry.Id, new HeldRecord
            {
                EntryId = entry.Id,
                PlanId = entry.PlanId,
                LedgerId = ledgerId,
                Unit = entry.Unit,
                Record = record,
                RecordedAt = entry.RecordedAt,
            });
        if (entry.Corrects is { } corrected && await reader.FindAsync(RecordCollections.Records, corrected, cancel) is { } held)
            commit.Update(RecordCollections.Records, held.Id, held.Version, held.Body with { CorrectedBy = entry.Id });
    }
}
