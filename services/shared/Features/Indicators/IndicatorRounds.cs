using Bishui.Contracts.Indicators;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Features.Tasks;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Indicators;

/// <summary>
/// Works the indicators out again when their facts may have changed, keeps each change, and tells of it. A round that finds the same changes
/// nothing. When the plan's year is over its last day stands.
/// </summary>
internal sealed class IndicatorRounds(
    IDocumentStore store, IndicatorMeter meter, ServiceName service, TimeProvider clock, ILogger<IndicatorRounds> log)
    : PeriodicRounds(clock, log), IWatchesRecords
{
    private const int YearsBack = 1;

    protected override string Subject => "The indicators";

    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (meter.All.Count == 0) return 0;
        var (today, changed) = (ChinaTime.DayOf(now), 0);
        foreach (var plan in (await store.ListAsync(TaskCollections.Plans, new() { Index = "year", Descending = true, Limit = 10 }, cancel)).Items.Select(item => item.Body))
        {
            if (plan.Year < today.Year - YearsBack || plan.Year > today.Year || plan.ClosedAt is not null) continue;
            var tasks = await TopicTasks.OfPlanAsync(store, plan.PlanId, cancel);
            var on = plan.Year < today.Year ? new DateOnly(plan.Year, 12, 31) : today;
            var (basis, views) = (meter.On(on), new List<IndicatorView>());
            foreach (var indicator in meter.All.Where(one => tasks.Of(one.Topic).Any()))
                await Aside.TryAsync($"{plan.PlanId}/{indicator.Key}", async () =>
                {
                    views.Add(await meter.MeasureAsync(indicator, basis, cancel));
                    return true;
                }, cancel);
            changed += await TellAsync(plan.PlanId, views, now, cancel);
        }
        return changed;
    }

    private Task<int> TellAsync(string planId, IReadOnlyList<IndicatorView> views, DateTimeOffset now, CancellationToken cancel) =>
        store.DecideAsync(new Aggregate("indicators", planId), async reader =>
        {
            var commit = new Commit();
            var news = new List<IndicatorMeasured>();
            foreach (var view in views)
            {
                var id = IndicatorCollections.IdOf(planId, view.Key);
                var before = await reader.FindAsync(IndicatorCollections.Told, id, cancel);
                var told = IndicatorTelling.Of(view, planId, (before?.Body.Revision ?? 0) + 1, now);
                if (!IndicatorTelling.IsNews(before?.Body, told)) continue;
                if (before is null) commit.Insert(IndicatorCollections.Told, id, told);
                else commit.Update(IndicatorCollections.Told, id, before.Version, told);
                commit.Insert(IndicatorCollections.History, IndicatorCollections.RevisionOf(told), told);
                news.Add(told);
            }
            if (news.Count > 0) commit.Publish(new IndicatorsMeasured { Service = service.Name, Indicators = news });
            return new Decision<int>(commit, news.Count);
        }, cancel);
}
