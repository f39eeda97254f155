namespace Bishui.Assessment.Scoring;

/// <summary>Points of a part, or of all.</summary>
internal sealed record Points(string Key, string Title, decimal Earned, decimal Maximum, ScoreState State);

/// <summary>A score: its parts and the grade they give; and, when it is asked for, the tree that explains both.</summary>
internal sealed record Score(Func<ScoreNode> Explain)
{
    /// <summary>Key of the unit, or null for the district.</summary>
    public required string? Unit { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<Points> Parts { get; init; }

    public required Grade Grade { get; init; }

    /// <summary>Keys of the items that forbid a better grade.</summary>
    public required IReadOnlyList<string> Vetoes { get; init; }

    /// <summary>The year is not over, or something in the tree is not settled.</summary>
    public required bool Provisional { get; init; }

    public decimal Earned => Apportion.Plain(Parts.Sum(part => part.Earned));

    public decimal Maximum => Apportion.Plain(Parts.Sum(part => part.Maximum));

    /// <summary>Why, down to the evidence. To be asked for before the page it came from is closed.</summary>
    public ScoreNode Explanation => field ??= Explain();

    public Points? Part(string key) => Parts.FirstOrDefault(part => part.Key == key);
}
