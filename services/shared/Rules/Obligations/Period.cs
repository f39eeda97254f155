using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bishui.Rules.Obligations;

/// <summary>A month, quarter, half-year or year of the calendar, both ends included.</summary>
public sealed record Period
{
    private Period(PeriodKind kind, int year, int number) => (Kind, Year, Number) = (kind, year, number);

    /// <summary>How long it is.</summary>
    public PeriodKind Kind { get; }

    /// <summary>The year it lies in.</summary>
    public int Year { get; }

    /// <summary>Its place in the year, counted from one.</summary>
    public int Number { get; }

    /// <summary>For example <c>2021-07</c>, <c>2021-Q3</c>, <c>2021-H1</c> or <c>2021</c>.</summary>
    public string Id => Kind switch
    {
        PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Number:00}"),
        PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Number}"),
        PeriodKind.HalfYear => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-H{Number}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}"),
    };

    /// <summary>Its first day.</summary>
    public DateOnly First => new(Year, ((Number - 1) * MonthsOf(Kind)) + 1, 1);

    /// <summary>Its last day.</summary>
    public DateOnly Last
    {
        get
        {
            var month = Number * MonthsOf(Kind);
            return new(Year, month, DateTime.DaysInMonth(Year, month));
        }
    }

    /// <summary>The period of the same length after it, in the next year after the last of a year.</summary>
    public Period Next => Number < CountOf(Kind) ? new(Kind, Year, Number + 1) : new(Kind, Year + 1, 1);

    /// <summary>Whether the day lies in it.</summary>
    public bool Holds(DateOnly day) => First <= day && day <= Last;

    /// <summary>The period of a length in which a day lies.</summary>
    public static Period Of(PeriodKind kind, DateOnly day) => new(kind, day.Year, ((day.Month - 1) / MonthsOf(kind)) + 1);

    /// <summary>The period from one day to another; null where no month, quarter, half-year or year has these ends.</summary>
    public static Period? Between(DateOnly first, DateOnly last) =>
        Enum.GetValues<PeriodKind>().Select(kind => Of(kind, first)).FirstOrDefault(period => period.First == first && period.Last == last);

    /// <summary>All periods of a length in a year, in order.</summary>
    public static IReadOnlyList<Period> Of(PeriodKind kind, int year) =>
        [.. Enumerable.Range(1, CountOf(kind)).Select(number => new Period(kind, year, number))];

    /// <summary>Months in a period of a length.</summary>
    public static int MonthsOf(PeriodKind kind) => kind switch
    {
        PeriodKind.Month => 1,
        PeriodKind.Quarter => 3,
        PeriodKind.HalfYear => 6,
        _ => 12,
    };

    /// <summary>Reads an <see cref="Id"/>; false for any other text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Period? period)
    {
        period = null;
        if (text is null || text.Length < 4 || !TryRead(text[..4], out var year) || year == 0)
            return false;
        var (kind, number) = text[4..] switch
        {
            "" => (PeriodKind.Year, "1"),
            ['-', 'Q', .. var rest] => (PeriodKind.Quarter, rest),
            ['-', 'H', .. var rest] => (PeriodKind.HalfYear, rest),
            ['-', .. var rest] => (PeriodKind.Month, rest),
            _ => (PeriodKind.Year, ""),
        };
        if (TryRead(number, out var place) && place >= 1 && place <= CountOf(kind) && new Period(kind, year, place) is var read && read.Id == text)
            period = read;
        return period is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    private static int CountOf(PeriodKind kind) => 12 / MonthsOf(kind);

    private static bool TryRead(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
