using Bishui.Contracts.Plans;
using Bishui.Hosting.Time;
using MassTransit;

namespace Bishui.Features.Tasks;

/// <summary>Opens the ledgers of the tasks that an adopted plan gives to this service.</summary>
internal sealed class OpenLedgersConsumer(LedgerStore ledgers, RequestClock clock) : IConsumer<PlanAdopted>
{
    public Task Consume(ConsumeContext<PlanAdopted> context) =>
        ledgers.OpenAsync(context.Message, clock.Now, context, context.CancellationToken);
}
