namespace Bishui.Storage.Documents;

/// <summary>
/// What a decision is about: a site, a case, a register, a ledger. Decisions about the same aggregate come one after another, whichever replica
/// makes them; decisions about different ones do not meet.
/// </summary>
/// <param name="Kind">The kind of thing, as the service calls it.</param>
/// <param name="Id">Which one.</param>
public readonly record struct Aggregate(string Kind, string Id = "")
{
    /// <summary>The service as a whole: what a decision is about that names nothing narrower.</summary>
    public static Aggregate Service { get; } = new("service");

    internal string Key => $"{Kind}/{Id}";
}
