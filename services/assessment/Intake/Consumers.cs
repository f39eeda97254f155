using Bishui.Contracts.Assessments;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Registers;
using Bishui.Contracts.Sites;
using Bishui.Contracts.Tasks;
using Bishui.Hosting.Time;
using MassTransit;

namespace Bishui.Assessment.Intake;

/// <summary>Keeps a message as the facts it tells.</summary>
internal abstract class FactConsumer<T>(FactLog log, RequestClock clock, Func<T, IReadOnlyList<Fact>> read) : IConsumer<T> where T : class
{
    public Task Consume(ConsumeContext<T> context) => log.RecordAsync(read(context.Message), clock.Now, context, GetType());
}

internal sealed class PlanAdoptedConsumer(FactLog log, RequestClock clock) : FactConsumer<PlanAdopted>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class LedgersOpenedConsumer(FactLog log, RequestClock clock) : FactConsumer<LedgersOpened>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class LedgerEntryRecordedConsumer(FactLog log, RequestClock clock) : FactConsumer<LedgerEntryRecorded>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class CompletionSubmittedConsumer(FactLog log, RequestClock clock) : FactConsumer<CompletionSubmitted>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class CompletionReviewedConsumer(FactLog log, RequestClock clock) : FactConsumer<CompletionReviewed>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class LimitsExceededConsumer(FactLog log, RequestClock clock)
    : FactConsumer<LimitsExceeded>(log, clock, told => [.. told.Exceedances.Select(FactTypes.Of)]);

internal sealed class SectionClassifiedConsumer(FactLog log, RequestClock clock) : FactConsumer<SectionClassified>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class CompletionWithdrawnConsumer(FactLog log, RequestClock clock) : FactConsumer<CompletionWithdrawn>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class LedgerRootTakenConsumer(FactLog log, RequestClock clock) : FactConsumer<LedgerRootTaken>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class ObligationsChangedConsumer(FactLog log, RequestClock clock) : FactConsumer<ObligationsChanged>(log, clock, told => [.. FactTypes.Of(told)]);

internal sealed class ObligationsRemindedConsumer(FactLog log, RequestClock clock) : FactConsumer<ObligationsReminded>(log, clock, told => [.. FactTypes.Of(told)]);

internal sealed class ObligationUrgedConsumer(FactLog log, RequestClock clock) : FactConsumer<ObligationUrged>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class UrgingAnsweredConsumer(FactLog log, RequestClock clock) : FactConsumer<UrgingAnswered>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class CasesChangedConsumer(FactLog log, RequestClock clock) : FactConsumer<CasesChanged>(log, clock, told => [.. FactTypes.Of(told)]);

internal sealed class SitesReportingConsumer(FactLog log, RequestClock clock) : FactConsumer<SitesReporting>(log, clock, told => [.. FactTypes.Of(told)]);

internal sealed class IndicatorsMeasuredConsumer(FactLog log, RequestClock clock) : FactConsumer<IndicatorsMeasured>(log, clock, told => [.. FactTypes.Of(told)]);

internal sealed class YearClosedConsumer(FactLog log, RequestClock clock) : FactConsumer<YearClosed>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class MarkGivenConsumer(FactLog log, RequestClock clock) : FactConsumer<MarkGiven>(log, clock, told => [FactTypes.Of(told)]);

internal sealed class RegisterRowsChangedConsumer(FactLog log, RequestClock clock) : FactConsumer<RegisterRowsChanged>(log, clock, told => [.. FactTypes.Of(told)]);
