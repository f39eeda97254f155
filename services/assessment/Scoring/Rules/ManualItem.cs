using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Contracts.Assessments;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>What a person judged (人工评分), with reason and author; nothing until somebody has.</summary>
internal sealed record ManualItem : SchemeItem
{
    public const string Name = "manual";

    /// <summary>By what the person should judge.</summary>
    public required string Guidance { get; init; }

    public override string Rule => $"{Name}/1";

    public override long Stamp(Question question) => question.Facts.MarkStamp;

    public override Judged Judge(Question question) => question.Facts.MarkOf(Key, question.Unit, null) is { } mark
        ? Judged.Of(ScoreState.Scored, mark.Share, "given", "已评")
        : Judged.Of(ScoreState.Pending, 0, "not-given", "待评");

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var mark = question.Facts.MarkOf(Key, question.Unit, null);
        return new(new JsonObject { ["guidance"] = Guidance, ["mark"] = mark is null ? null : Marks.Of(mark) },
            [.. Tasks.Select(number => ScoreLinks.Task(question.Plan.PlanId, number)), .. mark is null ? [] : Marks.LinksOf(mark)],
            Cells.Nodes(slot, Rule, judged.Outcomes, outcome => [mark is null ? new("none", outcome.Title, [], State: judged.State) : Marks.PieceOf(mark)]));
    }

    public override IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Guidance)) yield return "guidance: is empty";
    }
}

/// <summary>A person's mark as it is shown.</summary>
internal static class Marks
{
    public static JsonObject Of(MarkGiven mark) => new()
    {
        ["share"] = mark.Share,
        ["reason"] = mark.Reason,
        ["author"] = mark.Author,
        ["givenAt"] = mark.GivenAt.ToString("O", CultureInfo.InvariantCulture),
    };

    public static IReadOnlyList<ScoreLink> LinksOf(MarkGiven mark) => [ScoreLinks.Fact(Intake.FactTypes.Of(mark).Id)];

    public static Piece PieceOf(MarkGiven mark) => new($"mark/{mark.MarkId}", $"人工评分：{mark.Reason}", LinksOf(mark), Of(mark));
}
