using System.Globalization;
using Bishui.Assessment.Intake;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Tasks;

namespace Bishui.Assessment.Scoring;

/// <summary>Where the things that a score rests on can be read.</summary>
internal static class ScoreLinks
{
    public static ScoreLink Task(string planId, int number) =>
        new("task", number.ToString(CultureInfo.InvariantCulture), $"/api/plan/tasks/{number}?plan={Uri.EscapeDataString(planId)}");

    public static ScoreLink Entry(string service, string planId, int task, string id) =>
        new("entry", id, $"/api/{service}/tasks/{task}/entries/{Uri.EscapeDataString(id)}?plan={Uri.EscapeDataString(planId)}");

    public static ScoreLink Fact(string id) => new("fact", id, $"/api/assessment/facts/{Uri.EscapeDataString(id)}");

    public static ScoreLink Exceedance(LimitExceeded told) =>
        new("exceedance", told.ExceedanceId, $"/api/{told.Service}/exceedances/{Uri.EscapeDataString(told.ExceedanceId)}");

    public static ScoreLink Class(SectionClassified told) => new("class",
        string.Create(CultureInfo.InvariantCulture, $"{told.Site}/{told.From:yyyy-MM}"),
        string.Create(CultureInfo.InvariantCulture, $"/api/{told.Service}/sites/{Uri.EscapeDataString(told.Site)}/class?from={told.From:yyyy-MM-dd}&to={told.To:yyyy-MM-dd}"));

    public static ScoreLink Obligation(DutyFile duty) =>
        new("obligation", duty.Told.Id, $"/api/{duty.Service}/obligations/{Uri.EscapeDataString(duty.Told.Id)}");

    public static ScoreLink Indicator(IndicatorFile file) => new("indicator", file.Told.Key,
        string.Create(CultureInfo.InvariantCulture, $"/api/{file.Service}/indicators/{file.Told.Key}?at={file.Told.AsOf:yyyy-MM-dd}"));

    public static IReadOnlyList<ScoreLink> Entry(LedgerEntryRecorded told) => [Entry(told.Service, told.PlanId, told.Task, told.EntryId), Fact(FactTypes.Of(told).Id)];
}
