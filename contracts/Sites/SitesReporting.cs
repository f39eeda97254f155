namespace Bishui.Contracts.Sites;

/// <summary>Sites that stopped sending what they owe, or send again. Of several about one site the newest stands.</summary>
public sealed record SitesReporting
{
    /// <summary>The service that holds the sites.</summary>
    public required string Service { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<SiteReporting> Sites { get; init; }
}
