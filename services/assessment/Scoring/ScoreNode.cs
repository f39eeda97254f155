using System.Text.Json.Nodes;

namespace Bishui.Assessment.Scoring;

/// <summary>How far a node is settled.</summary>
internal enum ScoreState
{
    /// <summary>Settled by the facts on file.</summary>
    Scored,

    /// <summary>Due, and nothing is on file: it earns nothing.</summary>
    NoData,

    /// <summary>Not due yet, and nothing is settled.</summary>
    Pending,

    /// <summary>Rests on facts, but may still change before the period ends.</summary>
    Provisional,

    /// <summary>The figure to reach has not been given from above yet (目标待下达): nothing is compared with a guess.</summary>
    PendingTarget,

    /// <summary>The site that owes the readings sends none (数据中断): it earns nothing.</summary>
    Silent,
}

/// <summary>What a node rests on.</summary>
/// <param name="Kind">task, entry, obligation, indicator, exceedance, class, fact, or evidence for a page of more.</param>
/// <param name="Id">Its id within its kind.</param>
/// <param name="Href">Where it can be read.</param>
internal sealed record ScoreLink(string Kind, string Id, string Href);

/// <summary>One node of an explanation. The points and maxima of the children add up to its own, exactly.</summary>
internal sealed record ScoreNode
{
    public required string Key { get; init; }

    public required string Title { get; init; }

    public required decimal Points { get; init; }

    public required decimal Maximum { get; init; }

    /// <summary>Name and version of the rule: <c>sum/1</c> for a node with children.</summary>
    public required string Rule { get; init; }

    public required ScoreState State { get; init; }

    /// <summary>The values the rule was given, by name.</summary>
    public JsonObject Inputs { get; init; } = [];

    public IReadOnlyList<ScoreLink> Links { get; init; } = [];

    public IReadOnlyList<ScoreNode> Children { get; init; } = [];

    /// <summary>A node that only adds up.</summary>
    public static ScoreNode Sum(string key, string title, IReadOnlyList<ScoreNode> children, JsonObject? inputs = null) => new()
    {
        Key = key,
        Title = title,
        Points = Apportion.Plain(children.Sum(child => child.Points)),
        Maximum = Apportion.Plain(children.Sum(child => child.Maximum)),
        Rule = "sum/1",
        State = Joint(children.Select(child => child.State)),
        Inputs = inputs ?? [],
        Children = children,
    };

    /// <summary>What is alike stays; what is mixed may still change.</summary>
    public static ScoreState Joint(IEnumerable<ScoreState> states) => states.Distinct().ToList() is [var only] ? only : ScoreState.Provisional;
}
