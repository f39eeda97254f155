using System.Text.Json.Nodes;
using Bishui.Contracts.Tasks;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>What items have in common that ask whether a typed result (成果) stands in the ledgers of their tasks.</summary>
internal abstract record RecordedItem : SchemeItem
{
    /// <summary>Type of the result, for example <c>disclosure</c>; null where only a person's mark counts.</summary>
    public string? RecordType { get; init; }

    /// <summary>Topic of the result; null for any.</summary>
    public string? Topic { get; init; }

    /// <summary>The results of the plan's year that stand, the oldest first: a corrected one does not.</summary>
    protected IReadOnlyList<LedgerEntryRecorded> Standing(Question question)
    {
        if (RecordType is null) return [];
        var entries = question.TasksOf(this).SelectMany(question.Facts.EntriesOf).ToList();
        var corrected = entries.Select(entry => entry.Corrects).OfType<string>().ToHashSet();
        return [.. entries.Where(entry => entry.Record is { } record && record.Type == RecordType && (Topic is null || record.Topic == Topic)
            && (question.Unit is null || entry.Unit == question.Unit || Shared) && entry.OccurredOn.Year == question.Plan.Year && !corrected.Contains(entry.EntryId))];
    }

    /// <summary>A result of any unit counts for all that judged for the item.</summary>
    public bool Shared { get; init; }

    public override IEnumerable<string> Faults()
    {
        if (RecordType is null && Topic is not null) yield return "topic: without a recordType";
    }

    protected JsonObject Asked() => new() { ["recordType"] = RecordType, ["topic"] = Topic, ["shared"] = Shared };

    protected static Piece PieceOf(LedgerEntryRecorded entry) => new($"entry/{entry.EntryId}",
        $"{ChinaTime.StartOf(entry.OccurredOn):yyyy年M月d日} {entry.Record?.Topic}", ScoreLinks.Entry(entry), new JsonObject { ["unit"] = entry.Unit, ["document"] = entry.Record?.Document });
}

/// <summary>All or nothing: in full once a typed result stands in the ledger.</summary>
internal sealed record FixedItem : RecordedItem
{
    public const string Name = "fixed";

    public override string Rule => $"{Name}/1";

    public override Judged Judge(Question question) => Standing(question).Count > 0
        ? Judged.Of(ScoreState.Scored, 1, "recorded", "已完成")
        : Judged.Of(question.YearIsOver ? ScoreState.NoData : ScoreState.Pending, 0, "not-recorded", "未见成果");

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var standing = Standing(question);
        return new(Asked(), [.. Tasks.Select(number => ScoreLinks.Task(question.Plan.PlanId, number)), .. standing.SelectMany(ScoreLinks.Entry)], Cells.Nodes(slot, Rule, judged.Outcomes,
            outcome => [standing.Count > 0 ? PieceOf(standing[0]) : new("none", outcome.Title, [], State: judged.State)]));
    }

    public override IEnumerable<string> Faults() => RecordType is null ? base.Faults().Append("recordType: is missing") : base.Faults();
}

/// <summary>Points on top for each typed result, up to a cap; they make up for points lost in the same part and never lift it above its maximum.</summary>
internal sealed record BonusItem : RecordedItem
{
    public const string Name = "bonus";

    /// <summary>Points for each result.</summary>
    public required decimal Each { get; init; }

    /// <summary>No more points than this.</summary>
    public required decimal Cap { get; init; }

    public override string Rule => $"{Name}/1";

    public override bool Weighs => false;

    public override Judged Judge(Question question)
    {
        var points = Standing(question).Count * Each;
        if (question.Facts.MarkOf(Key, question.Unit, null) is { } mark) points += mark.Share * Cap;
        return new(question.YearIsOver ? ScoreState.Scored : ScoreState.Provisional, []) { Added = Math.Min(Cap, points) };
    }

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var standing = Standing(question);
        var inputs = Asked();
        inputs["each"] = Each;
        inputs["cap"] = Cap;
        inputs["count"] = standing.Count;
        inputs["added"] = judged.Added;
        var mark = question.Facts.MarkOf(Key, question.Unit, null);
        inputs["mark"] = mark is null ? null : Marks.Of(mark);
        // What is cut off by the part's maximum shows as the difference of the points.
        IReadOnlyList<Outcome> outcomes = judged.Added == 0 ? [] : [new("added", "加分", 1, standing.Count + (mark is null ? 0 : 1))];
        var node = slot with { Maximum = slot.Points };
        return new(inputs, [.. Tasks.Select(number => ScoreLinks.Task(question.Plan.PlanId, number)), .. standing.SelectMany(ScoreLinks.Entry)],
            [.. Cells.Nodes(node, Rule, outcomes, _ => [.. standing.Select(PieceOf), .. mark is null ? [] : new[] { Marks.PieceOf(mark) }]).Select(child => child with { Maximum = 0 })]);
    }

    public override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults()) yield return fault;
        if (Each <= 0) yield return $"each: {Each} is not above 0";
        if (Cap <= 0) yield return $"cap: {Cap} is not above 0";
    }
}

/// <summary>Once a typed result, or a person's mark with its reason, stands, no grade better than this is possible (一票否决).</summary>
internal sealed record VetoItem : RecordedItem
{
    public const string Name = "veto";

    /// <summary>Key of the best grade that is left.</summary>
    public required string Grade { get; init; }

    public override string Rule => $"{Name}/1";

    public override bool Weighs => false;

    public override Judged Judge(Question question) => new(question.YearIsOver ? ScoreState.Scored : ScoreState.Provisional, [])
    {
        Veto = Standing(question).Count > 0 || question.Facts.MarkOf(Key, question.Unit, null) is { Share: > 0 } ? Grade : null,
    };

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var standing = Standing(question);
        var inputs = Asked();
        inputs["grade"] = Grade;
        inputs["applies"] = judged.Veto is not null;
        inputs["mark"] = question.Facts.MarkOf(Key, question.Unit, null) is { } mark ? Marks.Of(mark) : null;
        return new(inputs, [.. Tasks.Select(number => ScoreLinks.Task(question.Plan.PlanId, number)), .. standing.SelectMany(ScoreLinks.Entry),
            .. question.Facts.MarkOf(Key, question.Unit, null) is { } given ? Marks.LinksOf(given) : []], []);
    }
}
