namespace Bishui.Hosting.Messages;

/// <summary>Section <c>Bus</c> of the configuration.</summary>
public sealed class BusSettings
{
    /// <summary>
    /// Messages the broker hands out ahead of their acknowledgement, a queue. MassTransit's default follows the number of cores and halves the rate on
    /// two; hundreds keep the consumer busy over the broker's round trip, and bound what a service holds in memory.
    /// </summary>
    public int Prefetch { get; set; } = 256;

    /// <summary>Pauses before the attempts after the first; a message whose last attempt fails goes to the error queue.</summary>
    public IList<TimeSpan> Retries { get; } = [];

    /// <summary>Events that the outbox relay has under way at once; one by one, each would wait for its own confirmation.</summary>
    public int InFlight { get; set; } = 256;

    // A conflict between two consumers is over in milliseconds, a store that restarts in seconds.
    private static readonly TimeSpan[] UsualRetries =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10)];

    /// <summary>The pauses, each up to a fifth longer or shorter, so that services that failed together do not come back together.</summary>
    internal TimeSpan[] JitteredRetries() =>
        [.. (Retries.Count > 0 ? Retries : UsualRetries).Select(pause => pause * (0.8 + (0.4 * Random.Shared.NextDouble())))];
}
