namespace Bishui.Storage.Mongo;

/// <summary>
/// Gives the positions of events without a counter that replicas share. A position follows this process' clock and is greater than every position
/// this process gave or met in what it read; so of two commits of which the later read what the earlier wrote, the later has the greater positions,
/// whichever replicas made them and however their clocks differ.
/// </summary>
/// <param name="replica">The lowest bits, which keep replicas apart: below <see cref="Replicas"/>.</param>
/// <param name="time">The process' clock.</param>
internal sealed class MongoClock(int replica, TimeProvider time)
{
    /// <summary>Replicas that are told apart; one that shares its number with another still works, and tries again where they meet.</summary>
    public const int Replicas = 1 << ReplicaBits;
    private const int ReplicaBits = 6, TickBits = 14;
    private readonly Lock _gate = new();
    private long _last;

    /// <summary>The first of a row of positions without others of this process between them.</summary>
    public long Next(int count)
    {
        lock (_gate)
        {
            var first = Math.Max(_last + 1, time.GetUtcNow().ToUnixTimeMilliseconds() << TickBits);
            _last = first + Math.Max(count, 1) - 1;
            return first << ReplicaBits | (long)replica;
        }
    }

    /// <summary>The position after one of the same row.</summary>
    public static long After(long position, int steps) => position + ((long)steps << ReplicaBits);

    /// <summary>What was read carries this position: all that follows is greater.</summary>
    public void Observe(long position)
    {
        lock (_gate) _last = Math.Max(_last, position >> ReplicaBits);
    }
}
