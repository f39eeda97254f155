using Bishui.Assessment;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Overview;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring;
using Bishui.Hosting;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults(ServiceName.Assessment);
builder.AddStorage(ServiceName.Assessment);
builder.AddBus(ServiceName.Assessment, bus => bus.AddIntake());
builder.AddPlan();
builder.AddIntake();
builder.AddScoring();
builder.AddOverview();

var app = builder.Build();

app.MapServiceDefaults();
app.MapPlan();
app.MapOverview();

var assessment = app.MapGroup("/api/assessment");
assessment.MapScores();
assessment.MapFacts();

app.Run();
