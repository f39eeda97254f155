using Bishui.Hosting;
using MassTransit;

namespace Bishui.Assessment.Intake;

/// <summary>Takes what the services tell, as facts.</summary>
internal static class IntakeRegistration
{

    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddCollection(FactLog.Facts).AddSingleton<FactLog>().AddSingleton<FactBase>();
        return services;
    }

    public static void AddIntake(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<PlanAdoptedConsumer>();
        bus.AddConsumer<LedgersOpenedConsumer>();
        bus.AddConsumer<LedgerEntryRecordedConsumer>();
        bus.AddConsumer<CompletionSubmittedConsumer>();
        bus.AddConsumer<CompletionReviewedConsumer>();
        bus.AddConsumer<LimitsExceededConsumer>();
        bus.AddConsumer<SectionClassifiedConsumer>();
        bus.AddConsumer<CompletionWithdrawnConsumer>();
        bus.AddConsumer<LedgerRootTakenConsumer>();
        bus.AddConsumer<ObligationsChangedConsumer>();
        bus.AddConsumer<ObligationsRemindedConsumer>();
        bus.AddConsumer<ObligationUrgedConsumer>();
        bus.AddConsumer<UrgingAnsweredConsumer>();
        bus.AddConsumer<CasesChangedConsumer>();
        bus.AddConsumer<SitesReportingConsumer>();
        bus.AddConsumer<IndicatorsMeasuredConsumer>();
        bus.AddConsumer<MarkGivenConsumer>();
        bus.AddConsumer<YearClosedConsumer>();
        bus.AddConsumer<RegisterRowsChangedConsumer>();
    }
}
