using System.Globalization;
using System.Text.Json.Nodes;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>
/// Points in proportion to the duties met in time among those whose day has come, task by task: a late one counts in part, a missed one not at
/// all. What was due before the plan was issued, was waived or lapsed, or has no day yet, counts neither way. A unit answers for its own
/// duties; where it only cooperates and owes none, for all of the task.
/// </summary>
internal sealed record OnTimeItem : SchemeItem
{
    public const string Name = "on-time";

    /// <summary>What a duty met late is worth, 0 to 1.</summary>
    public required decimal LateShare { get; init; }

    /// <summary>Duties that the plan only strives for (力争) count like the others.</summary>
    public bool Warnings { get; init; }

    public override string Rule => $"{Name}/1";

    public override IEnumerable<Question> Split(Question whole) => TaskByTask(whole);

    public override Judged Judge(Question question)
    {
        var (tally, _) = TallyOf(question);
        var today = question.Today;
        var (met, late, missed, open) = (Count(DutyOutcome.OnTime), Count(DutyOutcome.Late), Count(DutyOutcome.Missed), Count(DutyOutcome.Open));
        return met + late + missed == 0
            ? new(question.YearIsOver && open == 0 ? ScoreState.NoData : ScoreState.Pending, [])
            : new(open > 0 || !question.YearIsOver ? ScoreState.Provisional : ScoreState.Scored, Judged(met, late, missed));

        int Count(DutyOutcome outcome) => tally.Count(outcome, today, Warnings);
    }

    public override Reasons Explain(Question question, Judged judged, Slot slot)
    {
        var task = question.Task!;
        var (tally, unit) = TallyOf(question);
        var today = question.Today;
        return new(new JsonObject
        {
            ["basis"] = unit is null ? "all" : "own",
            ["met"] = Count(DutyOutcome.OnTime),
            ["metLate"] = Count(DutyOutcome.Late),
            ["missed"] = Count(DutyOutcome.Missed),
            ["open"] = Count(DutyOutcome.Open),
            ["aside"] = Count(DutyOutcome.Aside),
            ["lateShare"] = LateShare,
            ["warnings"] = Warnings,
        },
        [ScoreLinks.Task(question.Plan.PlanId, task.Number)],
        Cells.Nodes(slot, Rule, judged.Outcomes, outcome => question.Facts.DutiesOf(task)
            .Where(duty => (unit is null || duty.Told.Units.Contains(unit)) && (Warnings || duty.Told.Nature != "warning")
                && KeyOf(DutyTally.OutcomeOf(duty, today)) == outcome.Key)
            .Select(duty => new Piece(
                $"obligation/{duty.Told.Id}",
                duty.Told.ObjectName is { } name ? $"{duty.Told.Title}（{name}）：{outcome.Title}" : $"{duty.Told.Title}：{outcome.Title}",
                [ScoreLinks.Obligation(duty), ScoreLinks.Fact(duty.Fact)],
                new JsonObject
                {
                    ["due"] = duty.Told.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    ["metOn"] = duty.Told.MetOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    ["told"] = duty.Told.State,
                    ["evidence"] = new JsonArray([.. duty.Told.Evidence.Select(each => (JsonNode)$"{each.Kind}:{each.Id}")]),
                }))));

        int Count(DutyOutcome outcome) => tally.Count(outcome, today, Warnings);
    }

    public override IEnumerable<string> Faults()
    {
        if (!IsShare(LateShare)) yield return $"lateShare: {LateShare} is not between 0 and 1";
    }

    private IReadOnlyList<Outcome> Judged(int met, int late, int missed) =>
    [
        .. new[]
        {
            new Outcome(KeyOf(DutyOutcome.OnTime), "按期", 1, met),
            new Outcome(KeyOf(DutyOutcome.Late), "逾期完成", LateShare, late),
            new Outcome(KeyOf(DutyOutcome.Missed), "逾期未办", 0, missed),
        }.Where(outcome => outcome.Count > 0),
    ];

    /// <summary>A unit that owes duties of its own in the task answers for these; whoever leads answers for nothing else.</summary>
    private static (DutyTally Tally, string? Unit) TallyOf(Question question)
    {
        var task = question.Task!;
        return question.Unit is { } unit && (task.LeadUnits.Contains(unit) || question.Facts.Owes(task, unit))
            ? (question.Facts.TallyOf(task, unit), unit)
            : (question.Facts.TallyOf(task, null), null);
    }

    private static string KeyOf(DutyOutcome outcome) => outcome switch
    {
        DutyOutcome.OnTime => "met",
        DutyOutcome.Late => "met-late",
        DutyOutcome.Missed => "missed",
        DutyOutcome.Open => "open",
        _ => "aside",
    };
}
