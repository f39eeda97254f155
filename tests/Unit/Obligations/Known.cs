using System.Globalization;
using Bishui.Assessment.Plan;
using Bishui.Contracts.Plans;
using Bishui.Features.Tasks;
using Bishui.Rules.Calendars;
using Bishui.Rules.Obligations;
using Bishui.Standards;

namespace Bishui.Tests.Unit.Obligations;

/// <summary>What the tests of duties start from: the plan of 2021, its rules as shipped, and objects made in one line.</summary>
internal static class Known
{
    public static readonly WorkCalendar Guangxi = CalendarFiles.Load("guangxi");
    public static readonly WorkCalendar National = CalendarFiles.Load();
    public static readonly DutyPlan Plan = new("liunan-2021", 2021, Day("2021-11-01"));
    public static readonly IReadOnlyList<TaskDuties> Tasks = PlanFiles.Duties(PlanFiles.Shipped).Tasks;
    public static readonly IReadOnlyList<PlanDuty> Rows = [.. Tasks.SelectMany(task => task.Duties)];

    /// <summary>The shipped rules; where a row names no units, one that stands for the leading ones.</summary>
    public static readonly IReadOnlyList<DutyRule> Rules = [.. Tasks.SelectMany(task => task.Duties.Select(duty => DutyBook.RuleOf(duty, task.Task, ["leading-unit"])))];

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? OptionalDay(string? text) => text is null ? null : Day(text);

    public static DutyRule Rule(string key) => Rules.Single(rule => rule.Key == key);

    /// <summary>An object from rows like <c>2021-01-01 withdrawalPerDay=10000 lastBalanceTest=2018-12-15</c>, or <c>2021-06-01 ended</c>.</summary>
    public static DutyObject Thing(string kind, params string[] rows) => Named(kind, "one", rows);

    public static DutyObject Named(string kind, string id, params string[] rows) =>
        new() { Kind = kind, Id = id, Name = id.ToUpperInvariant(), Rows = [.. rows.Select(RowOf)] };

    public static IReadOnlyList<Duty> Made(string rule, params DutyObject[] objects) => Made(Rule(rule), objects);

    public static IReadOnlyList<Duty> Made(DutyRule rule, params DutyObject[] objects) => Duties.Of(rule, Plan, objects, _ => null, Guangxi);

    public static DutyStatus Status(Duty duty, string? metOn, string today, string? extendedTo = null, bool waived = false, bool lapsed = false) =>
        DutyStatus.At(duty, Plan.IssuedOn, OptionalDay(metOn), waived, lapsed, Day(today), OptionalDay(extendedTo));

    private static DutyRow RowOf(string text) => text[10..] == " ended" ? new(Day(text[..10]), new Dictionary<string, string>(), Ended: true) :
        new(Day(text[..10]), text[10..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]));
}
