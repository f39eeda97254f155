using System.Text.Json.Nodes;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>One item of a scheme (评分项): the values it was given and the rule that reads the facts by them.</summary>
internal abstract record SchemeItem : Sourced
{
    public required string Key { get; init; }

    public required string Title { get; init; }

    /// <summary>Share of the part, in proportion to the other items that apply.</summary>
    public required decimal Weight { get; init; }

    /// <summary>The plan's tasks it belongs to: whoever has a role in one of them answers for the item.</summary>
    public required IReadOnlyList<int> Tasks { get; init; }

    /// <summary>Only the units that lead one of the tasks answer for it.</summary>
    public bool LeadingOnly { get; init; }

    /// <summary>What is judged one by one under the item; each of them has the item's weight.</summary>
    public virtual IEnumerable<Question> Split(Question whole) => [whole];

    /// <summary>Reads the facts. Depends on nothing but the question and the item.</summary>
    public abstract Answer Judge(Question question);

    /// <summary>Name and version of the rule.</summary>
    public abstract string Rule { get; }
}

/// <summary>What is asked of a rule.</summary>
internal sealed record Question
{
    public required PlanAdopted Plan { get; init; }

    public required Evidence Facts { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Key of the unit that is scored; null for the district, or where a unit shares the district's result.</summary>
    public string? Unit { get; init; }

    /// <summary>The task that is judged, where the rule judges task by task.</summary>
    public PlanTask? Task { get; init; }

    /// <summary>Whether an obligation with this last day is no longer in time.</summary>
    public bool IsPast(DateOnly day) => At > CivilDays.EndOf(day);

    public bool YearIsOver => IsPast(new(Plan.Year, 12, 31));
}

/// <summary>What a rule says: so much of so much, and why.</summary>
internal sealed record Answer
{
    public required decimal Earned { get; init; }

    public required decimal Possible { get; init; }

    public required ScoreState State { get; init; }

    public required JsonObject Inputs { get; init; }

    public IReadOnlyList<ScoreLink> Links { get; init; } = [];
}
