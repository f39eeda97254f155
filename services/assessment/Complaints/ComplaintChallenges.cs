using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Bishui.Features.Requests;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bishui.Assessment.Complaints;

/// <summary>
/// A proof of work to do before a complaint is submitted: find a nonce such that SHA-256 of the token, a colon and the nonce, as UTF-8, begins
/// with so many zero bits.
/// </summary>
/// <param name="Required">Whether a complaint has to carry one; where not, the rest is null.</param>
/// <param name="Token">What to work on; good for one complaint.</param>
/// <param name="Bits">How many zero bits.</param>
/// <param name="ExpiresAt">Until when.</param>
internal sealed record ComplaintChallenge(bool Required, string? Token, int? Bits, DateTimeOffset? ExpiresAt);

/// <summary>The work that was done.</summary>
/// <param name="Token">The challenge's token.</param>
/// <param name="Nonce">What was found, at most 64 characters.</param>
internal sealed record ComplaintProof(string? Token = null, string? Nonce = null);

/// <summary>The key under which challenges are signed, the same in all replicas.</summary>
internal sealed record ChallengeKey(string Key);

/// <summary>A challenge that a complaint has used.</summary>
internal sealed record SpentChallenge(DateTimeOffset ExpiresAt)
{
    public const string ByExpiry = "expires";
}

/// <summary>Issues challenges and checks what was done. Nothing is stored of a challenge until a complaint uses it, so asking for many fills no disk.</summary>
internal sealed class ComplaintChallenges(IDocumentStore store, IOptions<ComplaintBounds> bounds)
{
    private const int IdBytes = 16, StatedBytes = IdBytes + 9, MostNonce = 64;
    private const string KeyId = "challenge";

    public static readonly Collection<ChallengeKey> Keys = new("complaint-keys");

    public static readonly Collection<SpentChallenge> Spent = new("complaint-challenges",
        new DocumentIndex<SpentChallenge>(SpentChallenge.ByExpiry, spent => ComplaintCollections.At(spent.ExpiresAt)));

    private byte[]? _key;

    /// <summary>A new challenge, or the word that none is asked for.</summary>
    public async Task<ComplaintChallenge> IssueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var bits = bounds.Value.ChallengeBits;
        if (bits == 0) return new(false, null, null, null);
        var until = DateTimeOffset.FromUnixTimeSeconds(now.AddMinutes(bounds.Value.ChallengeMinutes).ToUnixTimeSeconds());
        var stated = new byte[StatedBytes];
        RandomNumberGenerator.Fill(stated.AsSpan(0, IdBytes));
        BinaryPrimitives.WriteInt64BigEndian(stated.AsSpan(IdBytes), until.ToUnixTimeSeconds());
        stated[^1] = (byte)bits;
        byte[] signed = [.. stated, .. HMACSHA256.HashData(await KeyAsync(cancel), stated)];
        return new(true, Base64Url.EncodeToString(signed), bits, until.ToOffset(ChinaTime.Offset));
    }

    /// <summary>Loads what <see cref="SpendAsync"/> needs, outside of a decision.</summary>
    public async Task PrepareAsync(CancellationToken cancel)
    {
        if (bounds.Value.ChallengeBits > 0) await KeyAsync(cancel);
    }

    /// <summary>Spends the proof in the commit; the refusal where there is none, or it is wrong, late or spent.</summary>
    public async ValueTask<ProblemHttpResult?> SpendAsync(IDocumentReader reader, Commit commit, ComplaintProof? proof, DateTimeOffset now, CancellationToken cancel)
    {
        if (bounds.Value.ChallengeBits == 0) return null;
        if (proof is not { Token: { Length: > 0 and <= 200 } token, Nonce: { Length: > 0 and <= MostNonce } nonce }) return Refused("missing", "须先完成工作量证明 / do the proof of work first");
        var signed = new byte[StatedBytes + HMACSHA256.HashSizeInBytes];
        if (!Base64Url.IsValid(token, out var length) || length != signed.Length || !Base64Url.TryDecodeFromChars(token, signed, out _)
            || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key!, signed.AsSpan(0, StatedBytes)), signed.AsSpan(StatedBytes)))
            return Refused("bad-token", "不是本平台签发的令牌 / the token is not this platform's");
        var until = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(signed.AsSpan(IdBytes)));
        if (now >= until) return Refused("expired", "令牌已过期，请重新取得 / the token has expired: ask for another");
        if (ZeroBits(SHA256.HashData(Encoding.UTF8.GetBytes($"{token}:{nonce}"))) < signed[StatedBytes - 1]) return Refused("wrong", "工作量证明不成立 / the proof does not hold");
        var id = Convert.ToHexStringLower(signed.AsSpan(0, IdBytes));
        if (await reader.FindAsync(Spent, id, cancel) is not null) return Refused("spent", "令牌已用过，请重新取得 / the token was used: ask for another");
        commit.Insert(Spent, id, new(until));
        return null;
    }

    private static ProblemHttpResult Refused(string code, string detail) => Refusals.Invalid([new(null, "proof", code, detail + "：GET /api/public/complaints/challenge")]);

    private static int ZeroBits(ReadOnlySpan<byte> hash)
    {
        var whole = hash.IndexOfAnyExcept((byte)0);
        return whole < 0 ? hash.Length * 8 : whole * 8 + BitOperations.LeadingZeroCount((uint)hash[whole]) - 24;
    }

    private async Task<byte[]> KeyAsync(CancellationToken cancel) => _key ??= Convert.FromBase64String(await store.DecideAsync(async reader =>
    {
        var commit = new Commit();
        if (await reader.FindAsync(Keys, KeyId, cancel) is { } held) return new Decision<string>(commit, held.Body.Key);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        commit.Insert(Keys, KeyId, new(key));
        return new Decision<string>(commit, key);
    }, cancel));
}
