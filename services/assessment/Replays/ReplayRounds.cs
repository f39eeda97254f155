using Bishui.Assessment.Common;
using Bishui.Assessment.Plan;
using Bishui.Assessment.SchemeStore;
using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Features.Rounds;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Replays;

/// <summary>
/// Works on the replays that are not finished, the oldest first. The days of a stretch and the progress are one commit, so that a replay that was
/// interrupted goes on where it stopped; no more than a stretch is held in memory.
/// </summary>
internal sealed class ReplayRounds(
    IDocumentStore store, ScoreBook book, SchemeBook schemes, PlanStore plans, TimeProvider clock, ILogger<ReplayRounds> log) : PeriodicRounds(clock, log)
{
    /// <summary>Days that are committed together.</summary>
    public const int StretchDays = 31;

    private const int MostAttempts = 5;

    protected override string Subject => "The replays";

    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var done = 0;
        foreach (var open in (await store.ListAsync(HeldReplay.Replays, new() { Index = HeldReplay.Open, Limit = 100 }, cancel)).Items)
            done += await Aside.TryAsync(open.Id, async () => await RunAsync(open.Body, cancel), cancel) ?? 0;
        return done;
    }

    private async Task<int> RunAsync(HeldReplay replay, CancellationToken cancel)
    {
        if (replay.Attempts >= MostAttempts)
        {
            await ChangeAsync(replay.Id, held => held with { State = ReplayState.Failed, Failure = "回放多次中断，已放弃 / it was interrupted too often and given up", FinishedAt = NowAgain() }, null, cancel);
            return 0;
        }
        replay = await ChangeAsync(replay.Id, held => held with { State = ReplayState.Running, Attempts = held.Attempts + 1 }, null, cancel);
        Scheme? scheme = null;
        if (replay.Scheme is { } named)
        {
            var plan = (await plans.InForceAtAsync(CivilDays.EndOf(replay.To), cancel)).Plan;
            scheme = await schemes.FindAsync(named, plan, cancel) ?? throw new InvalidOperationException($"Scheme {named} of replay {replay.Id} is gone");
        }
        var (first, days) = (replay.Done, new List<ReplayDay>(StretchDays));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await book.WalkAsync(Enumerable.Range(replay.Done, replay.Total - replay.Done).Select(day => CivilDays.EndOf(replay.From.AddDays(day))), replay.AsKnown, async page =>
            {
                days.Add(new(ChinaTime.DayOf(page.Facts.At), TrendPoint.Of(page.Of(null)),
                    page.Document.Plan.Units.ToDictionary(unit => unit.Key, unit => TrendPoint.Of(page.Of(unit.Key)))));
                if (days.Count < StretchDays && replay.Done + days.Count < replay.Total) return;
                var expected = replay.Done + days.Count;
                replay = await ChangeAsync(replay.Id, held => held.Done == replay.Done ? Further(held, days.Count) : null, new() { Replay = replay.Id, Days = [.. days] }, cancel);
                days.Clear();
                // Taken back, or another round has come further with it: it is left to that one.
                if (!replay.IsOpen || replay.Done != expected) await stop.CancelAsync();
            }, stop.Token, scheme, replay.Facts);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // What was scored stays.
        }
        return replay.Done - first;
    }

    private HeldReplay Further(HeldReplay held, int days) => held.Done + days < held.Total
        ? held with { Done = held.Done + days }
        : held with { Done = held.Total, State = ReplayState.Done, FinishedAt = NowAgain() };

    /// <summary>Changes a replay that is open, with a stretch of days; one that is not open any more, or that the change is null for, stays as it is.</summary>
    private Task<HeldReplay> ChangeAsync(string id, Func<HeldReplay, HeldReplay?> change, ReplayStretch? stretch, CancellationToken cancel) => store.DecideAsync(new Aggregate("replay", id), async reader =>
    {
        var held = await reader.FindAsync(HeldReplay.Replays, id, cancel) ?? throw new InvalidOperationException($"Replay {id} is gone");
        if (!held.Body.IsOpen || change(held.Body) is not { } changed) return new Decision<HeldReplay>(new(), held.Body);
        var commit = new Commit().Update(HeldReplay.Replays, id, held.Version, changed);
        if (stretch is not null) commit.Insert(ReplayStretch.Stretches, ReplayStretch.IdOf(id, stretch.Days[0].Day), stretch);
        return new Decision<HeldReplay>(commit, changed);
    }, cancel);
}
