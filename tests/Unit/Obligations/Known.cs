using System.Globalization;
using System.Text.Json;
using Bishui.Assessment;
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
    public static readonly IReadOnlyList<JsonElement> Rows =
        [.. JsonDocument.Parse(DataFiles.Text("plans/liunan-2021.duties.json")).RootElement.GetProperty("duties").EnumerateArray()];

    /// <summary>The shipped rules; where a row names no units, one that stands for the leading ones.</summary>
    public static readonly IReadOnlyList<DutyRule> Rules = [.. Rows.Select(RuleOf)];

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? OptionalDay(string? text) => text is null ? null : Day(text);

    public static DutyRule Rule(string key) => Rules.Single(rule => rule.Key == key);

    /// <summary>An object from rows like <c>2021-01-01 withdrawalPerDay=10000 lastBalanceTest=2018-12-15</c>.</summary>
    public static DutyObject Thing(string kind, params string[] rows) => Named(kind, "one", rows);

    public static DutyObject Named(string kind, string id, params string[] rows) =>
        new() { Kind = kind, Id = id, Name = id.ToUpperInvariant(), Rows = [.. rows.Select(RowOf)] };

    public static IReadOnlyList<Duty> Made(string rule, params DutyObject[] objects) => Made(Rule(rule), objects);

    public static IReadOnlyList<Duty> Made(DutyRule rule, params DutyObject[] objects) => Duties.Of(rule, Plan, objects, _ => null, Guangxi);

    public static DutyStatus Status(Duty duty, string? metOn, string today, string? extendedTo = null, bool waived = false, bool lapsed = false) =>
        DutyStatus.At(duty, Plan.IssuedOn, OptionalDay(metOn), waived, lapsed, Day(today), OptionalDay(extendedTo));

    private static DutyRow RowOf(string text) =>
        new(Day(text[..10]), text[10..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]));

    private static DutyRule RuleOf(JsonElement row) => new()
    {
        Key = row.GetProperty("key").GetString()!,
        Task = row.GetProperty("task").GetInt32(),
        Title = row.GetProperty("title").GetString()!,
        Schedule = Schedule.Parse(row.GetProperty("schedule").GetString()!),
        Each = row.TryGetProperty("each", out var each) ? each.GetString() : null,
        If = row.TryGetProperty("if", out var condition) ? Condition.Parse(condition.GetString()!) : null,
        Units = row.TryGetProperty("units", out var units) ? [.. units.EnumerateArray().Select(unit => unit.GetString()!)] : ["leading-unit"],
        PerUnit = row.TryGetProperty("perUnit", out var perUnit) && perUnit.GetBoolean(),
        Evidence = EvidenceRule.Parse(row.GetProperty("evidence").GetString()!),
        Nature = DutyRule.NatureOf(row.GetProperty("nature").GetString()!),
        Optional = row.TryGetProperty("optional", out var optional) && optional.GetBoolean(),
    };
}
