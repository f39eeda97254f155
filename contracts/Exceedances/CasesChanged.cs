namespace Bishui.Contracts.Exceedances;

/// <summary>Cases (案件) that were opened, moved on, judged by a person or closed. Of several about one case the highest revision stands.</summary>
public sealed record CasesChanged
{
    /// <summary>The service that holds the cases.</summary>
    public required string Service { get; init; }

    /// <summary>At least one, each as it now stands.</summary>
    public required IReadOnlyList<CaseTold> Cases { get; init; }
}
