namespace Bishui.Gateway.Identity;

/// <summary>
/// Slows down guessing: after a few failures the same name from the same address has to wait, each time twice as long.
/// Another address is not held up, so nobody can lock a bureau out from elsewhere.
/// </summary>
internal sealed class FailedAttempts(TimeProvider clock)
{
    private const int Free = 5;
    private const int MostKept = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(15);

    private readonly Lock _guard = new();
    private readonly Dictionary<(string Name, string Address), Attempts> _kept = [];

    /// <summary>How long this caller still has to wait; zero when it need not.</summary>
    public TimeSpan Wait(string name, string address)
    {
        var now = clock.GetUtcNow();
        lock (_guard)
        {
            return _kept.TryGetValue((name, address), out var attempts) && attempts.WaitUntil > now ? attempts.WaitUntil - now : TimeSpan.Zero;
        }
    }

    public void Failed(string name, string address)
    {
        var now = clock.GetUtcNow();
        lock (_guard)
        {
            if (_kept.Count >= MostKept)
                Forget(now);
            var count = _kept.TryGetValue((name, address), out var before) && now - before.Last < ForgottenAfter ? before.Count + 1 : 1;
            var wait = count < Free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, count - Free)));
            _kept[(name, address)] = new(count, now, now + wait);
        }
    }

    public void Succeeded(string name, string address)
    {
        lock (_guard)
            _kept.Remove((name, address));
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _kept.Where(kept => now - kept.Value.Last >= ForgottenAfter).Select(kept => kept.Key).ToList())
            _kept.Remove(key);
        if (_kept.Count >= MostKept)
            _kept.Remove(_kept.MinBy(kept => kept.Value.Last).Key);
    }

    private readonly record struct Attempts(int Count, DateTimeOffset Last, DateTimeOffset WaitUntil);
}
