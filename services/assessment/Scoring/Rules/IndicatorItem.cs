using System.Globalization;
using System.Text.Json.Nodes;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>
/// What items that read an indicator have in common: the value as its service told it last. Without a value, or while its target was not given,
/// nothing is earned and the node says which of the two it is.
/// </summary>
internal abstract record IndicatorItem : SchemeItem
{
    /// <summary>Service and key of the indicator, for example <c>industrial/enterprises-decided</c>.</summary>
    public required string Indicator { get; init; }

    /// <summary>A target of the scheme's own where the indicator has none (no-target); null: the indicator's.</summary>
    public decimal? Target { get; init; }

    /// <summary><c>at-least</c> or <c>at-most</c>, with <see cref="Target"/>.</summary>
    public string? TargetSide { get; init; }

    public override Judged Judge(Question question)
    {
        if (FileOf(question) is not { Told.Value: { } value } file) return Judged.Of(ScoreState.NoData, 0, "no-data", "无数据");
        var (target, atLeast) = TargetOf(file);
        if (target is null && NeedsTarget)
            return file.Told.State == "pending-target" ? Judged.Of(ScoreState.PendingTarget, 0, "pending-target", "目标待下达") : Judged.Of(ScoreState.NoData, 0, "no-target", "未设目标");
        var share = Apportion.Plain(decimal.Round(ShareOf(value, target, atLeast), 10, MidpointRounding.ToZero));
        return Judged.Of(file.Told.State == "provisional" || !question.YearIsOver ? ScoreState.Provisional : ScoreState.Scored, share, "measured", "");
    }

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var file = FileOf(question);
        var (target, atLeast) = file is null ? (Target, TargetSide != "at-most") : TargetOf(file);
        var inputs = new JsonObject
        {
            ["indicator"] = Indicator,
            ["value"] = file?.Told.Value,
            ["unit"] = file?.Told.Unit,
            ["numerator"] = file?.Told.Numerator,
            ["denominator"] = file?.Told.Denominator,
            ["target"] = target,
            ["targetSide"] = target is null ? null : atLeast ? "at-least" : "at-most",
            ["state"] = file?.Told.State ?? "not-told",
            ["asOf"] = file?.Told.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["evidenceCount"] = file?.Told.EvidenceCount ?? 0,
        };
        Describe(inputs);
        IReadOnlyList<ScoreLink> links = file is null ? [] : [ScoreLinks.Indicator(file), ScoreLinks.Fact(file.Fact)];
        return new(inputs, [.. Tasks.Select(number => ScoreLinks.Task(question.Plan.PlanId, number)), .. links],
            Cells.Nodes(slot, Rule, judged.Outcomes, outcome => [new($"indicator/{Indicator}", TitleOf(file, outcome), links, State: judged.State)]));
    }

    public override IEnumerable<string> Faults()
    {
        if (Indicator.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]) yield return $"indicator: '{Indicator}' is not service/key";
        if (Target is not null && TargetSide is not ("at-least" or "at-most")) yield return $"targetSide: '{TargetSide}' is neither at-least nor at-most";
        if (Target is null && TargetSide is not null) yield return "targetSide: without a target";
    }

    protected virtual bool NeedsTarget => true;

    /// <summary>What a value earns, 0 to 1; the target is null only where none is needed.</summary>
    protected abstract decimal ShareOf(decimal value, decimal? target, bool atLeast);

    /// <summary>Adds the item's own values.</summary>
    protected abstract void Describe(JsonObject inputs);

    private IndicatorFile? FileOf(Question question) => question.TasksOf(this).SelectMany(question.Facts.IndicatorsOf)
        .FirstOrDefault(file => $"{file.Service}/{file.Told.Key}" == Indicator);

    private (decimal? Target, bool AtLeast) TargetOf(IndicatorFile file) =>
        file.Told.Target is { } told ? (told, file.Told.TargetSide != "at-most") : (file.Told.State == "pending-target" ? null : Target, TargetSide != "at-most");

    private static string TitleOf(IndicatorFile? file, Outcome outcome) => file?.Told.Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Told.Title}：{decimal.Round(value, 2, MidpointRounding.AwayFromZero)}{file.Told.Unit}{(outcome.Title.Length > 0 ? $"（{outcome.Title}）" : "")}")
        : $"{file?.Told.Title ?? "指标"}：{outcome.Title}";
}
