using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Calendars;

/// <summary>
/// A unit's subscription to its own duties. Whoever holds the token reads them, so only its hash is kept, and a new token or a revocation
/// makes the old one worthless at once.
/// </summary>
internal sealed record CalendarFeed
{
    private const string ByToken = "token";
    private const int TokenBytes = 32;

    public static readonly Collection<CalendarFeed> Feeds = new("calendar-feeds",
        new DocumentIndex<CalendarFeed>(ByToken, feed => feed.RevokedAt is null ? feed.TokenHash : null, unique: true));

    public required string Unit { get; init; }

    public required string Name { get; init; }

    public required string TokenHash { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it was revoked; null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    public static string IdOf(string unit, string name) => $"{unit}|{name}";

    /// <summary>A new token: 256 random bits.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The feed that a token is good for; null for any other text.</summary>
    public static async ValueTask<CalendarFeed?> FindAsync(IDocumentReader store, string? token, CancellationToken cancel) =>
        string.IsNullOrEmpty(token) ? null : (await store.FindByAsync(Feeds, ByToken, HashOf(token), cancel))?.Body;
}
