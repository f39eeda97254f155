using Bishui.Contracts.Assessments;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Registers;
using Bishui.Contracts.Sites;
using Bishui.Contracts.Tasks;
using MassTransit;

namespace Bishui.Assessment.Intake;

/// <summary>Keeps a message as the facts it tells.</summary>
internal abstract class FactConsumer<T>(FactLog log, Func<T, IReadOnlyList<Fact>> read) : IConsumer<T> where T : class
{
    public Task Consume(ConsumeContext<T> context) => log.RecordAsync(read(context.Message), context, GetType());
}

internal sealed class PlanAdoptedConsumer(FactLog log) : FactConsumer<PlanAdopted>(log, told => [FactTypes.Of(told)]);

internal sealed class LedgersOpenedConsumer(FactLog log) : FactConsumer<LedgersOpened>(log, told => [FactTypes.Of(told)]);

internal sealed class LedgerEntryRecordedConsumer(FactLog log) : FactConsumer<LedgerEntryRecorded>(log, told => [FactTypes.Of(told)]);

internal sealed class CompletionSubmittedConsumer(FactLog log) : FactConsumer<CompletionSubmitted>(log, told => [FactTypes.Of(told)]);

internal sealed class CompletionReviewedConsumer(FactLog log) : FactConsumer<CompletionReviewed>(log, told => [FactTypes.Of(told)]);

internal sealed class LimitsExceededConsumer(FactLog log)
    : FactConsumer<LimitsExceeded>(log, told => [.. told.Exceedances.Select(FactTypes.Of)]);

internal sealed class SectionClassifiedConsumer(FactLog log) : FactConsumer<SectionClassified>(log, told => [FactTypes.Of(told)]);

internal sealed class CompletionWithdrawnConsumer(FactLog log) : FactConsumer<CompletionWithdrawn>(log, told => [FactTypes.Of(told)]);

internal sealed class LedgerRootTakenConsumer(FactLog log) : FactConsumer<LedgerRootTaken>(log, told => [FactTypes.Of(told)]);

internal sealed class ObligationsChangedConsumer(FactLog log) : FactConsumer<ObligationsChanged>(log, told => [.. FactTypes.Of(told)]);

internal sealed class ObligationsRemindedConsumer(FactLog log) : FactConsumer<ObligationsReminded>(log, told => [.. FactTypes.Of(told)]);

internal sealed class ObligationUrgedConsumer(FactLog log) : FactConsumer<ObligationUrged>(log, told => [FactTypes.Of(told)]);

internal sealed class UrgingAnsweredConsumer(FactLog log) : FactConsumer<UrgingAnswered>(log, told => [FactTypes.Of(told)]);

internal sealed class CasesChangedConsumer(FactLog log) : FactConsumer<CasesChanged>(log, told => [.. FactTypes.Of(told)]);

internal sealed class SitesReportingConsumer(FactLog log) : FactConsumer<SitesReporting>(log, told => [.. FactTypes.Of(told)]);

internal sealed class IndicatorsMeasuredConsumer(FactLog log) : FactConsumer<IndicatorsMeasured>(log, told => [.. FactTypes.Of(told)]);

internal sealed class MarkGivenConsumer(FactLog log) : FactConsumer<MarkGiven>(log, told => [FactTypes.Of(told)]);

internal sealed class RegisterRowsChangedConsumer(FactLog log) : FactConsumer<RegisterRowsChanged>(log, told => [.. FactTypes.Of(told)]);
