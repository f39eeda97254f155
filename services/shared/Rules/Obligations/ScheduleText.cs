using System.Globalization;
using System.Text.RegularExpressions;

namespace Bishui.Rules.Obligations;

/// <summary>Reads the texts of <see cref="Schedule"/>.</summary>
internal static partial class ScheduleText
{
    private const int LatestMonth = 12;

    private static readonly (string Word, PeriodKind Kind)[] Periods =
        [("month", PeriodKind.Month), ("quarter", PeriodKind.Quarter), ("half-year", PeriodKind.HalfYear), ("year", PeriodKind.Year)];

    private static readonly Func<string, Schedule?>[] Forms =
        [ReadThroughout, ReadBy, ReadEvery, ReadEveryYears, ReadWithin, ReadOperatingYears, ReadGate];

    public static string WordOf(PeriodKind kind) => Array.Find(Periods, one => one.Kind == kind).Word;

    public static Schedule Read(string text)
    {
        var schedule = text switch
        {
            "as it happens" => new Schedule.AsItHappens(),
            "while a case is open" => new Schedule.WhileACaseIsOpen(),
            _ => Forms.Select(read => read(text)).FirstOrDefault(read => read is not null) ?? throw Unreadable(text, "it has none of the known forms"),
        };

        // One meaning, one text: a leading zero or a second blank would make two rules that say the same look different.
        return schedule.ToString() == text ? schedule : throw Unreadable(text, $"it is written '{schedule}'");
    }

    private static Schedule.Throughout? ReadThroughout(string text) =>
        ThroughoutText().Match(text) is { Success: true } match ? new(Number(match, "year", text, 1, 9998)) : null;

    private static Schedule.By? ReadBy(string text)
    {
        if (ByText().Match(text) is not { Success: true } match)
            return null;
        return DateOnly.TryParseExact(match.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day)
            : throw Unreadable(text, $"'{match.Groups["day"].Value}' is not a day like 2021-12-31");
    }

    private static Schedule.Every? ReadEvery(string text)
    {
        if (EveryText().Match(text) is not { Success: true } match)
            return null;
        var kind = Array.Find(Periods, one => one.Word == match.Groups["period"].Value).Kind;
        return match.Groups["day"].Success
            ? new(kind, new DueDay(Number(match, "day", text, 1, 31), Number(match, "month", text, 1 - Period.MonthsOf(kind), LatestMonth)))
            : new(kind, null);
    }

    private static Schedule.EveryYears? ReadEveryYears(string text) =>
        EveryYearsText().Match(text) is { Success: true } match
            ? new(Number(match, "years", text, 1, 99), match.Groups["attribute"].Value)
            : null;

    private static Schedule.Within? ReadWithin(string text) =>
        WithinText().Match(text) is { Success: true } match
            ? new(Number(match, "workdays", text, 1, 999), match.Groups["event"].Value)
            : null;

    private static Schedule.OperatingYears? ReadOperatingYears(string text)
    {
        if (OperatingYearsText().Match(text) is not { Success: true } match)
            return null;
        return new(match.Groups["attribute"].Value, [.. match.Groups["targets"].Value.Split(", ").Select(TargetOf)]);

        decimal TargetOf(string target) =>
            decimal.TryParse(target, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Unreadable(text, $"'{target}' is not a target");
    }

    private static Schedule.GateBefore? ReadGate(string text) =>
        GateText().Match(text) is { Success: true } match ? new(match.Groups["event"].Value) : null;

    private static int Number(Match match, string name, string text, int least, int most) =>
        int.TryParse(match.Groups[name].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Unreadable(text, $"{name} '{match.Groups[name].Value}' is not from {least} to {most}");

    private static FormatException Unreadable(string text, string why) => new($"The schedule '{text}' cannot be read: {why}.");

    [GeneratedRegex(@"\Athroughout (?<year>[0-9]+)\z")]
    private static partial Regex ThroughoutText();

    [GeneratedRegex(@"\Aby (?<day>.*)\z")]
    private static partial Regex ByText();

    [GeneratedRegex(@"\Aevery (?<period>month|quarter|half-year|year)(?: due day (?<day>[0-9]+) of month (?<month>[+-][0-9]+))?\z")]
    private static partial Regex EveryText();

    [GeneratedRegex(@"\Aevery (?<years>[0-9]+) years since (?<attribute>[a-z][A-Za-z0-9]*)\z")]
    private static partial Regex EveryYearsText();

    [GeneratedRegex(@"\Awithin (?<workdays>[0-9]+) workdays of (?<event>[a-z][a-z0-9-]*)\z")]
    private static partial Regex WithinText();

    [GeneratedRegex(@"\Aoperating years since (?<attribute>[a-z][A-Za-z0-9]*): (?<targets>.+)\z")]
    private static partial Regex OperatingYearsText();

    [GeneratedRegex(@"\Agate before (?<event>[a-z][a-z0-9-]*)\z")]
    private static partial Regex GateText();
}
