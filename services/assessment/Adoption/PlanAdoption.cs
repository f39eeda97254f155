using System.Globalization;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Contracts.Plans;
using Microsoft.Extensions.Options;

namespace Bishui.Assessment.Adoption;

/// <summary>How a plan is brought to the services. Section <c>Plan</c> of the configuration.</summary>
internal sealed class PlanOptions
{
    /// <summary>First pause before a plan is announced again to services that have not answered; it doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// Adopts the shipped plan where none is in force, before the service listens. Then announces the plan in force again and again until every
/// service that owns a task of it has opened its ledgers: a queue that did not exist yet when the plan was adopted has missed the first telling.
/// It does not stop there: a version adopted later is announced in the same way.
/// </summary>
internal sealed class PlanAdoption(PlanStore plans, FactLog facts, TimeProvider clock, IOptions<PlanOptions> options, ILogger<PlanAdoption> log)
    : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var document = PlanFiles.Load(PlanFiles.Shipped, clock.GetUtcNow());
        if (await plans.FindNewestAsync(cancellationToken) is null)
        {
            if (await plans.AdoptFirstAsync(document, cancellationToken))
                log.LogInformation("Adopted plan {Plan} with {Tasks} tasks", document.Plan.PlanId, document.Plan.Tasks.Count);
        }
        else if (await plans.AddTopicsAsync(document.Plan, cancellationToken) is > 0 and var brought)
        {
            log.LogInformation("Gave the tasks of {Count} adopted plan versions their topics", brought);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = options.Value.FirstPause;
        string? asked = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, clock, stoppingToken);
            try
            {
                var plan = (await plans.NewestAsync(stoppingToken)).Plan;
                // A version adopted since, here or by another replica, is asked for as eagerly as the first.
                if (asked is not null && asked != NameOf(plan)) pause = options.Value.FirstPause;
                asked = NameOf(plan);
                if (await SilentAsync(plan, stoppingToken) is { Count: > 0 } silent)
                {
                    log.LogInformation("Announcing plan {Plan} version {Version} again: no answer from {Services}", plan.PlanId, plan.Version, silent);
                    await plans.AnnounceAsync(plan, stoppingToken);
                }
                else
                {
                    pause = options.Value.LongestPause;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogError(exception, "The plan could not be announced");
            }
            pause = pause * 2 < options.Value.LongestPause ? pause * 2 : options.Value.LongestPause;
        }
    }

    private static string NameOf(PlanAdopted plan) => string.Create(CultureInfo.InvariantCulture, $"{plan.PlanId}/{plan.Version}");

    private async Task<IReadOnlyList<string>> SilentAsync(PlanAdopted plan, CancellationToken cancel)
    {
        List<string> silent = [];
        foreach (var service in plan.Tasks.Select(task => task.Service).Distinct())
            if (await facts.FindAsync(FactTypes.IdOfLedgersOpened(service, plan.PlanId, plan.Version), cancel) is null)
                silent.Add(service);
        return silent;
    }
}
