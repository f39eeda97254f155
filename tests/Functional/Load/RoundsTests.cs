using Bishui.Features.Rounds;
using Bishui.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Bishui.Tests.Functional.Load;

/// <summary>Background work outlives whatever it meets.</summary>
public sealed class RoundsTests
{
    [Fact]
    public async Task Work_outlives_a_failure_and_a_cancellation_that_nobody_asked_for()
    {
        using var rounds = new Failing(new InvalidOperationException("once"), new OperationCanceledException("stray"));
        await rounds.StartAsync(default);
        await Eventually.HoldsAsync(() =>
        {
            rounds.Wake();
            return Task.FromResult(rounds.Done > 0);
        });
        await rounds.StopAsync(default);
        Assert.True(rounds.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task One_thing_that_is_cancelled_by_itself_is_set_aside_and_the_end_of_the_process_is_not()
    {
        var aside = new SetAside("work", new FakeTimeProvider(), NullLogger.Instance);
        Assert.Null(await aside.TryAsync<int>("stray", () => throw new TaskCanceledException("a time-out within"), default));
        Assert.Equal("stray", Assert.Single(aside.Items).Item);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await aside.TryAsync<int>("other", () => throw new OperationCanceledException(stop.Token), stop.Token));
        Assert.Single(aside.Items);
    }

    private sealed class Failing(params Exception[] failures) : PeriodicRounds(TimeProvider.System, NullLogger.Instance)
    {
        private int _round;

        public int Done { get; private set; }

        protected override string Subject => "work that fails";

        protected override Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
        {
            if (_round < failures.Length) throw failures[_round++];
            Done++;
            return Task.FromResult(0);
        }
    }
}
