using System.Globalization;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Readings;

namespace Bishui.Assessment.Scoring;

/// <summary>Where the things that a score rests on can be read.</summary>
internal static class ScoreLinks
{
    public static ScoreLink Task(int number) => new("task", number.ToString(CultureInfo.InvariantCulture), $"/api/plan/tasks/{number}");

    public static ScoreLink Entry(string service, int task, string id) => new("entry", id, $"/api/{service}/tasks/{task}/entries");

    public static ScoreLink Fact(string id) => new("fact", id, $"/api/assessment/facts/{Uri.EscapeDataString(id)}");

    public static ScoreLink Exceedance(LimitExceeded told) =>
        new("exceedance", told.ExceedanceId, $"/api/{told.Service}/exceedances/{Uri.EscapeDataString(told.ExceedanceId)}");

    public static ScoreLink Class(SectionClassified told) => new("class",
        string.Create(CultureInfo.InvariantCulture, $"{told.Site}/{told.From:yyyy-MM}"),
        string.Create(CultureInfo.InvariantCulture, $"/api/{told.Service}/sites/{Uri.EscapeDataString(told.Site)}/class?from={told.From:yyyy-MM-dd}&to={told.To:yyyy-MM-dd}"));
}
