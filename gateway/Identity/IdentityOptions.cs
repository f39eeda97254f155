namespace Bishui.Gateway.Identity;

/// <summary>
/// Where identity comes from. With a credentials file the gateway issues tokens itself; without one it trusts the
/// provider that <see cref="Authority"/> names, and <c>/connect</c> is closed.
/// </summary>
internal sealed record IdentityOptions
{
    /// <summary>What tokens for this platform carry as <c>aud</c>.</summary>
    public const string Audience = "bishui";

    public Uri? Authority { get; init; }

    /// <summary>
    /// What tokens name as <c>iss</c>, and the address that the discovery document gives for everything. Services that are told no issuer expect the
    /// authority's address, so that is the default here too. Never null when the gateway issues tokens: an issuer taken from a request's <c>Host</c>
    /// would be the caller's choice.
    /// </summary>
    public Uri? Issuer { get; init; }

    public string? CredentialsPath { get; init; }

    public string? KeysFolder { get; init; }

    public bool IssuesTokens => CredentialsPath is not null;

    public static IdentityOptions From(IConfiguration configuration)
    {
        var authority = Setting("BISHUI_AUTHORITY") is { } address ? AbsoluteUri("BISHUI_AUTHORITY", address) : null;
        var options = new IdentityOptions
        {
            Authority = authority,
            Issuer = Setting("BISHUI_ISSUER") is { } issuer ? AbsoluteUri("BISHUI_ISSUER", issuer) : authority,
            CredentialsPath = Setting("BISHUI_CREDENTIALS"),
            KeysFolder = Setting("BISHUI_KEYS"),
        };

        if (options.IssuesTokens && options.KeysFolder is null)
            throw new InvalidOperationException("BISHUI_KEYS must name the folder that keeps the signing keys, because BISHUI_CREDENTIALS makes the gateway issue tokens.");
        if (options.IssuesTokens && options.Issuer is null)
            throw new InvalidOperationException("BISHUI_ISSUER must be the address that users see, because BISHUI_CREDENTIALS makes the gateway issue tokens.");
        if (!options.IssuesTokens && options.Authority is null)
            throw new InvalidOperationException("Set BISHUI_CREDENTIALS (the gateway issues tokens) or BISHUI_AUTHORITY (an outside OpenID Connect provider does).");
        return options;

        string? Setting(string name) => configuration[name] is { Length: > 0 } value ? value : null;
    }

    private static Uri AbsoluteUri(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidOperationException($"{name} is not an absolute http or https address: {value}");
}
