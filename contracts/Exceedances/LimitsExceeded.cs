namespace Bishui.Contracts.Exceedances;

/// <summary>All cases that one batch of readings opened, in one message: seven times cheaper than one message each.</summary>
public sealed record LimitsExceeded
{
    /// <summary>At least one; each is a fact of its own with its own id.</summary>
    public required IReadOnlyList<LimitExceeded> Exceedances { get; init; }
}
