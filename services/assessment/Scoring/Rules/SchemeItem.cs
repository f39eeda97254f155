using System.Text.Json.Nodes;
using Bishui.Assessment.Common;
using Bishui.Contracts.Plans;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Scoring.Rules;

/// <summary>One item of a scheme (评分项): the values it was given and the rule that reads the facts by them.</summary>
internal abstract record SchemeItem : Sourced
{
    /// <summary>What is missing counts as nothing.</summary>
    public const string Zero = "zero";

    /// <summary>The weight of what is missing goes to the rest of the part, and the node says so.</summary>
    public const string SetAside = "set-aside";

    public required string Key { get; init; }

    public required string Title { get; init; }

    /// <summary>Share of the part, in proportion to the other items that apply; none for an item that only adds or forbids.</summary>
    public decimal Weight { get; init; }

    /// <summary>
    /// Keys of the topics (工作主题) it belongs to: whoever has a role in a task that carries one of them answers for the item. A scheme for any
    /// plan names topics.
    /// </summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>It belongs to every task of the plan.</summary>
    public bool EveryTask { get; init; }

    /// <summary>
    /// Numbers of the tasks it belongs to: those of its topics in the plan that is scored or, in a scheme written for one plan alone, those that it
    /// names instead.
    /// </summary>
    public IReadOnlyList<int> Tasks { get; init; } = [];

    /// <summary>By number, how much more or less than the others a task weighs, where the rule judges task by task; 1 for one that is not named.</summary>
    public IReadOnlyDictionary<int, decimal> TaskWeights { get; init; } = new Dictionary<int, decimal>();

    /// <summary>Only the units that lead one of the tasks judged for it.</summary>
    public bool LeadingOnly { get; init; }

    /// <summary>What no data, or a target that was not given yet, means: <see cref="Zero"/> or <see cref="SetAside"/>.</summary>
    public string Missing { get; init; } = Zero;

    /// <summary>The item with the tasks that it belongs to in a plan.</summary>
    public SchemeItem In(PlanAdopted plan) =>
        EveryTask ? this with { Tasks = [.. plan.Tasks.Select(task => task.Number)] }
        : Topics.Count > 0 ? this with { Tasks = [.. plan.Tasks.Where(task => task.Topics?.Any(Topics.Contains) == true).Select(task => task.Number)] }
        : this;

    /// <summary>Whether it has a share of the part; bonuses and vetoes have none.</summary>
    public virtual bool Weighs => true;

    /// <summary>What is judged one by one under the item; each of them has the item's weight.</summary>
    public virtual IEnumerable<Question> Split(Question whole) => [whole];

    /// <summary>When something that the rule reads changed last.</summary>
    public virtual long Stamp(Question question) =>
        Math.Max(question.Facts.MarkStamp, question.Task is { } task ? question.Facts.StampOf(task.Number) : Tasks.Max(question.Facts.StampOf));

    /// <summary>Reads the facts. Depends on nothing but the question and the item.</summary>
    public abstract Judged Judge(Question question);

    /// <summary>Why: the values that were read and what they rest on, which adds up to the points.</summary>
    public abstract Reasons Explain(Question question, Judged judged, Slot slot);

    /// <summary>What is wrong with the item's own values.</summary>
    public abstract IEnumerable<string> Faults();

    /// <summary>Name and version of the rule.</summary>
    public abstract string Rule { get; }

    protected IEnumerable<Question> TaskByTask(Question whole) =>
        whole.Plan.Tasks.Where(task => Tasks.Contains(task.Number)).Select(task => whole with { Task = task });

    protected static bool IsShare(decimal value) => value is >= 0 and <= 1;
}

/// <summary>What is asked of a rule.</summary>
internal sealed record Question
{
    public required PlanAdopted Plan { get; init; }

    public required Evidence Facts { get; init; }

    /// <summary>Key of the unit that is scored; null for the district, or where a unit shares the district's result.</summary>
    public string? Unit { get; init; }

    /// <summary>The task that is judged, where the rule judges task by task.</summary>
    public PlanTask? Task { get; init; }

    public DateTimeOffset At => Facts.At;

    /// <summary>The plan's tasks that an item belongs to, or the one that is judged.</summary>
    public IEnumerable<PlanTask> TasksOf(SchemeItem item) => Task is { } one ? [one] : Plan.Tasks.Where(task => item.Tasks.Contains(task.Number));

    /// <summary>Whether an obligation with this last day is no longer in time.</summary>
    public bool IsPast(DateOnly day) => At > CivilDays.EndOf(day);

    /// <summary>The civil day of the instant.</summary>
    public DateOnly Today => ChinaTime.DayOf(At);

    public bool YearIsOver => IsPast(new(Plan.Year, 12, 31));
}

/// <summary>So many of the things that are judged alike earned such a share of their points.</summary>
/// <param name="Key">Stable within the rule.</param>
/// <param name="Title">For people.</param>
/// <param name="Share">0 to 1.</param>
/// <param name="Count">How many.</param>
internal sealed record Outcome(string Key, string Title, decimal Share, int Count);

/// <summary>What a rule says: how far it is settled, and what was earned, the best first.</summary>
/// <param name="State">How far.</param>
/// <param name="Outcomes">By falling share; none where nothing is judged yet.</param>
internal sealed record Judged(ScoreState State, IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Points that are added whatever the item weighs; for bonuses.</summary>
    public decimal Added { get; init; }

    /// <summary>The best grade that is still possible; null where the item forbids none.</summary>
    public string? Veto { get; init; }

    /// <summary>One thing that earned a share.</summary>
    public static Judged Of(ScoreState state, decimal share, string key = "", string title = "") => new(state, [new(key, title, share, 1)]);
}

/// <summary>Where in the tree an item stands and what it has to add up to.</summary>
/// <param name="Key">Of the item's node.</param>
/// <param name="Evidence">Address of the item's evidence, page by page; the place is still to be added.</param>
/// <param name="Maximum">Of the item.</param>
/// <param name="Points">Of the item.</param>
/// <param name="Step">The smallest part of a point.</param>
/// <param name="Skip">Pieces of evidence to leave out at the start.</param>
/// <param name="Take">Pieces of evidence to show.</param>
internal sealed record Slot(string Key, string Evidence, decimal Maximum, decimal Points, decimal Step, int Skip, int Take);

/// <summary>Why a node has its points.</summary>
/// <param name="Inputs">The values the rule was given and read, by name.</param>
/// <param name="Links">What it rests on as a whole.</param>
/// <param name="Children">What it rests on one by one; their points and maxima add up to the node's.</param>
internal sealed record Reasons(JsonObject Inputs, IReadOnlyList<ScoreLink> Links, IReadOnlyList<ScoreNode> Children);
