using System.Net;
using Bishui.Gateway.Proxy;

namespace Bishui.Gateway.Identity;

/// <summary>
/// Slows down guessing. Wrong secrets are counted for the name they were tried at and, apart from that, for the address they came from; when either
/// has had too many, its next attempts are not honoured until the count has gone down again, one a second. A name is not held up where it has
/// lately signed in: nobody can lock a bureau out by guessing at its name, or from behind the same proxy.
/// </summary>
internal sealed class SignInLimits(TimeProvider clock)
{
    private readonly Lock _guard = new();
    private readonly WrongSecrets _byName = new();
    private readonly WrongSecrets _byAddress = new();
    private readonly FamiliarAddresses _familiar = new();

    /// <summary>Verifies one attempt. What a slowed attempt is told says nothing about the secret, nor whether the name is known.</summary>
    /// <param name="kind">Of which kind the name is.</param>
    /// <param name="name">The name as it was given, known or not.</param>
    /// <param name="from">Where the attempt came from.</param>
    /// <param name="verify">Takes the same time whatever it answers.</param>
    public SignInAnswer Try(CredentialKind kind, string name, IPAddress? from, Func<Credential?> verify)
    {
        var address = RateLimits.Address(from);
        // One at a time, so that a hundred guesses at once are not all taken for the first.
        lock (_guard)
        {
            var now = clock.GetUtcNow();
            var wait = Later(_byName.Wait((kind, name), now), _byAddress.Wait(address, now));
            var holder = verify();
            if (holder is not null && (wait == TimeSpan.Zero || _familiar.Has(holder, address)))
            {
                _familiar.Add(holder, address);
                return new(holder, TimeSpan.Zero);
            }

            // A guess that is not honoured is not counted either, or somebody who goes on guessing would keep the name closed for ever longer.
            if (wait == TimeSpan.Zero)
            {
                _byName.Count((kind, name), now);
                _byAddress.Count(address, now);
            }

            return new(null, wait);
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <summary>What becomes of an attempt to sign in.</summary>
/// <param name="Holder">Who signed in, or null.</param>
/// <param name="Wait">How long the next attempt has to wait; zero when it need not.</param>
internal readonly record struct SignInAnswer(Credential? Holder, TimeSpan Wait);

/// <summary>
/// Counts of wrong secrets in a table of fixed size: anybody can make up names and addresses, and none of them may cost memory. Two keys that share a
/// place share its count; which keys do is different in every process, so nobody can look for them.
/// </summary>
internal sealed class WrongSecrets
{
    /// <summary>So many at once are free: a unit's systems that still have the old secret after a change are no attack.</summary>
    public const int Free = 20;

    private const int Places = 1 << 16;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);

    // When each place's count will be back at zero, in ticks: the count is what is missing until then.
    private readonly long[] _zeroAt = new long[Places];

    public TimeSpan Wait<T>(T key, DateTimeOffset now) where T : notnull =>
        TimeSpan.FromTicks(Math.Max(0, _zeroAt[Place(key)] - now.UtcTicks - (Free - 1) * Each.Ticks));

    public void Count<T>(T key, DateTimeOffset now) where T : notnull
    {
        ref var zeroAt = ref _zeroAt[Place(key)];
        zeroAt = Math.Max(zeroAt, now.UtcTicks) + Each.Ticks;
    }

    private static int Place<T>(T key) where T : notnull => HashCode.Combine(key) & (Places - 1);
}

/// <summary>The addresses that each holder signed in from, the latest few; only who knows a secret can add one.</summary>
internal sealed class FamiliarAddresses
{
    private const int Most = 32;
    private readonly Dictionary<(CredentialKind, string), List<string>> _latest = [];

    public bool Has(Credential holder, string address) =>
        _latest.TryGetValue((holder.Kind, holder.Id), out var addresses) && addresses.Contains(address);

    public void Add(Credential holder, string address)
    {
        var key = (holder.Kind, holder.Id);
        if (!_latest.TryGetValue(key, out var addresses))
            _latest[key] = addresses = [];
        addresses.Remove(address);
        addresses.Add(address);
        if (addresses.Count > Most)
            addresses.RemoveAt(0);
    }
}
