using Bishui.Assessment.Indicators;
using Bishui.Assessment.Scoring;

namespace Bishui.Assessment.Board;

/// <summary>What a unit has to do with a task.</summary>
internal enum BoardRole
{
    Leading,
    Cooperating,
    Reviewing,
}

/// <summary>One task as a unit sees it on its board.</summary>
internal sealed record BoardTask
{
    public required int Number { get; init; }

    /// <summary>Identity over the versions of the plan.</summary>
    public required string Key { get; init; }

    public required string Title { get; init; }

    public required string Section { get; init; }

    public required string Category { get; init; }

    public required string Service { get; init; }

    public required IReadOnlyList<BoardRole> Roles { get; init; }

    /// <summary>Where the task stands as a whole.</summary>
    public required TaskState State { get; init; }

    /// <summary>Where the unit's own completion stands; null for a unit that does not lead.</summary>
    public required TaskState? OwnState { get; init; }

    public required string DeadlineText { get; init; }

    /// <summary>Null while the event that starts the clock is open.</summary>
    public required DateOnly? Deadline { get; init; }

    /// <summary>The open duty that is due next; one whose day cannot be said yet only when there is no other; null without any.</summary>
    public required BoardDuty? NextDuty { get; init; }

    /// <summary>Duties that were missed and count; the oldest first.</summary>
    public required IReadOnlyList<BoardDuty> Late { get; init; }

    public required IReadOnlyList<BoardUrging> OpenUrgings { get; init; }

    /// <summary>The task's indicators as they were last told.</summary>
    public required IReadOnlyList<ToldIndicator> Indicators { get; init; }

    /// <summary>Who has to act now; nobody once the task is done.</summary>
    public required IReadOnlyList<BoardHolder> Holders { get; init; }

    public required Colour Colour { get; init; }

    /// <summary>Key of the rule that gave the colour.</summary>
    public required string Rule { get; init; }

    /// <summary>The rule with what made it hold.</summary>
    public required string Why { get; init; }
}

/// <summary>A dated duty.</summary>
/// <param name="Id">Its id at the service that owns the task.</param>
/// <param name="Title">What is owed.</param>
/// <param name="Due">Last day in time; null while it cannot be said.</param>
/// <param name="State">As it was last told.</param>
/// <param name="Units">Keys of the units that owe it.</param>
/// <param name="Nature"><c>breach</c> or <c>warning</c>: what a miss is.</param>
/// <param name="Fact">Id of the fact that tells it.</param>
internal sealed record BoardDuty(
    string Id, string Title, DateOnly? Due, string State, IReadOnlyList<string> Units, string Nature, string Fact)
{
    public static BoardDuty Of(DutyFile file) =>
        new(file.Told.Id, file.Told.Title, file.Told.Due, file.Told.State, file.Told.Units, file.Told.Nature, file.Fact);
}

/// <summary>A demand that was not answered by every unit it is made to.</summary>
/// <param name="Id">Its id at the service that owns the task.</param>
/// <param name="Obligation">Id of the duty.</param>
/// <param name="By">Key of the unit that demands.</param>
/// <param name="AnswerBy">Last day for the answer.</param>
/// <param name="Waiting">Keys of the units that owe an answer.</param>
/// <param name="Overdue">The day has passed.</param>
/// <param name="Fact">Id of the fact that tells it.</param>
internal sealed record BoardUrging(
    string Id, string Obligation, string By, DateOnly AnswerBy, IReadOnlyList<string> Waiting, bool Overdue, string Fact);

/// <summary>Who has to act.</summary>
/// <param name="Unit">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">As what it has to act.</param>
internal sealed record BoardHolder(string Unit, string Name, BoardRole Role);
