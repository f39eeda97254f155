namespace Bishui.Rules.Obligations;

/// <summary>When something is owed, before it is said for what and by whom.</summary>
/// <param name="Basis">What tells it from the other occurrences of the rule for one object; null where there is only one.</param>
/// <param name="From">First day on which it can be done; null while the event that starts the clock is open.</param>
/// <param name="Due">Last day in time; null where it cannot be said or there is none.</param>
internal sealed record Occurrence(string? Basis, DateOnly? From, DateOnly? Due)
{
    public Period? Period { get; init; }

    public Undated? Undated { get; init; }

    public int? MissingYear { get; init; }

    public decimal? Target { get; init; }

    public DateOnly? Since { get; init; }
}
