using System.Security.Claims;

namespace Bishui.Hosting.Identity;

/// <summary>Who calls, as the token says.</summary>
/// <param name="ClientId">The client, or the signed-in person; empty for an anonymous caller.</param>
/// <param name="Unit">Key of the unit the caller acts for; empty when for none.</param>
/// <param name="Roles">See <see cref="Identity.Roles"/>.</param>
public sealed record Caller(string ClientId, string Unit, IReadOnlySet<string> Roles)
{
    /// <summary>Whether the caller holds a role.</summary>
    public bool Is(string role) => Roles.Contains(role);
}

/// <summary>The roles a token may carry.</summary>
public static class Roles
{
    /// <summary>Records readings and ledger entries for its unit.</summary>
    public const string Reporter = "reporter";

    /// <summary>Submits and reviews completions for its unit.</summary>
    public const string Approver = "approver";

    /// <summary>Sees and decides across units.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Runs the platform.</summary>
    public const string Admin = "admin";

    /// <summary>Reads what is public.</summary>
    public const string Public = "public";

    /// <summary>Every role; each is also the name of an authorization policy that requires it.</summary>
    public static IReadOnlyList<string> All { get; } = [Reporter, Approver, Supervisor, Admin, Public];
}

/// <summary>Reads the caller from a verified token.</summary>
public static class CallerExtensions
{
    /// <summary>The caller; one without client, unit and roles when nobody is signed in.</summary>
    public static Caller Caller(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new(
            user.FindFirst("client_id")?.Value ?? user.FindFirst("azp")?.Value ?? user.FindFirst("sub")?.Value ?? "",
            user.FindFirst("unit")?.Value ?? "",
            user.FindAll("role").Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal));
    }
}
