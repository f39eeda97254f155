using Bishui.Assessment.Adoption;
using Bishui.Assessment.Board;
using Bishui.Assessment.Calendars;
using Bishui.Assessment.Complaints;
using Bishui.Assessment.Facts;
using Bishui.Assessment.Indicators;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Objections;
using Bishui.Assessment.Organisation;
using Bishui.Assessment.Organisation.Ledgers;
using Bishui.Assessment.Overview;
using Bishui.Assessment.Plan;
using Bishui.Assessment.PlanPages;
using Bishui.Assessment.Replays;
using Bishui.Assessment.Reports;
using Bishui.Assessment.Results;
using Bishui.Assessment.Schemes;
using Bishui.Assessment.Scores;
using Bishui.Assessment.WhatIf;
using Bishui.Features;
using Bishui.Features.Tasks;
using Bishui.Hosting;

namespace Bishui.Assessment;

/// <summary>Builds the service's host.</summary>
public static class AssessmentService
{
    internal const string Name = "assessment";

    /// <summary>The host, built and not yet started.</summary>
    /// <param name="args">Command line; configuration keys may be given as <c>--KEY=value</c>.</param>
    /// <param name="configure">A last word before the host is built; tests use it.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);

        builder.AddServiceDefaults(Name);
        builder.AddStorage(Name);
        builder.AddBus(Name, bus =>
        {
            bus.AddTaskConsumers();
            bus.AddIntake();
        });
        builder.Services.AddFeatures(new ServiceDeclaration(Name, AssessmentTopics.All)
        {
            Registers = OrganisationFigures.Registers,
            Indicators = OrganisationFigures.Indicators,
            Findings = OrganisationFigures.Findings,
        });
        builder.Services.AddPlan().AddAdoption().AddIntake().AddSchemes().AddScoring().AddReplays().AddResults().AddObjections().AddCalendars().AddComplaints().AddReports();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapPlan();
        app.MapOverview();
        app.MapPublicCalendar();
        app.MapComplaints();
        app.MapPublicResults();
        var group = app.MapGroup($"/api/{Name}");
        group.MapScores();
        group.MapSchemes();
        group.MapWhatIf();
        group.MapReplays();
        group.MapResults();
        group.MapClosures();
        group.MapObjections();
        group.MapRecords(tasks: BoardEndpoints.List, indicators: IndicatorEndpoints.List);
        group.MapCalendars();
        group.MapReports();
        group.MapFacts();
        group.MapLedgerRoots();
        group.MapLedgerViews();
        return app;
    }
}
