using Bishui.Contracts.Plans;
using MassTransit;

namespace Bishui.Features.Tasks;

/// <summary>Opens the ledgers of the tasks that an adopted plan gives to this service.</summary>
internal sealed class OpenLedgersConsumer(LedgerStore ledgers) : IConsumer<PlanAdopted>
{
    public Task Consume(ConsumeContext<PlanAdopted> context) =>
        ledgers.OpenAsync(context.Message, context, context.CancellationToken);
}
