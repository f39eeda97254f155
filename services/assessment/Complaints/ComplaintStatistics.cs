using Bishui.Features.Requests;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Complaints;

/// <summary>Complaints received in a month.</summary>
/// <param name="Month">yyyy-MM.</param>
/// <param name="Received">Received in it.</param>
/// <param name="Closed">Of these, closed by now.</param>
internal sealed record MonthCount(string Month, int Received, int Closed);

/// <summary>Complaints of one sort.</summary>
/// <param name="Key">Key of the channel or the kind, or the state.</param>
/// <param name="Title">Its Chinese name; null for a state.</param>
/// <param name="Count">How many.</param>
internal sealed record SortCount(string Key, string? Title, int Count);

/// <summary>
/// A year's complaints in numbers (环境信访信息公开). Reports of wrong figures are counted by themselves; merged complaints count as received,
/// and once in what is measured of the handling.
/// </summary>
internal sealed record ComplaintStatistics
{
    public required int Year { get; init; }
    public required int Total { get; init; }

    /// <summary>Of the total, those that are neither closed, refused nor merged and whose next step is overdue.</summary>
    public required int Overdue { get; init; }

    public required IReadOnlyList<MonthCount> Months { get; init; }
    public required IReadOnlyList<SortCount> Channels { get; init; }
    public required IReadOnlyList<SortCount> Kinds { get; init; }
    public required IReadOnlyList<SortCount> States { get; init; }

    /// <summary>Median of the calendar days from receipt to the decision on accepting; null where none was decided.</summary>
    public decimal? MedianDaysToAccept { get; init; }

    /// <summary>Median of the calendar days from receipt to closing; null where none was closed.</summary>
    public decimal? MedianDaysToClose { get; init; }

    /// <summary>Reports of errors in public figures.</summary>
    public required int DataErrors { get; init; }

    /// <summary>Where the time limits come from.</summary>
    public required string Source { get; init; }

    public static ComplaintStatistics Of(int year, IReadOnlyList<Complaint> received, DateOnly today)
    {
        var rules = ComplaintRules.Carried;
        var petitions = received.Where(complaint => !IsCorrection(complaint)).ToList();
        var rounds = petitions.SelectMany(ComplaintCourse.RoundsOf).ToList();
        return new()
        {
            Year = year,
            Total = petitions.Count,
            Overdue = petitions.Count(complaint => ComplaintCourse.IsOpen(ComplaintCourse.StateOf(complaint)) && ComplaintCourse.IsOverdue(complaint, today) == true),
            Months = [.. petitions.GroupBy(complaint => FormattableString.Invariant($"{ChinaTime.DayOf(complaint.ReceivedAt):yyyy-MM}")).OrderBy(month => month.Key, StringComparer.Ordinal)
                .Select(month => new MonthCount(month.Key, month.Count(), month.Count(complaint => ComplaintCourse.StateOf(complaint) == ComplaintState.Closed)))],
            Channels = Sorts(petitions.Select(complaint => complaint.Channel), key => rules.Channel(key)?.Zh),
            Kinds = Sorts(petitions.Select(complaint => complaint.Kind ?? "not-stated"), key => rules.Kind(key)?.Zh ?? "未说明"),
            States = Sorts(petitions.Select(complaint => Words.Of(ComplaintCourse.StateOf(complaint))), _ => null),
            MedianDaysToAccept = Median(rounds.Where(round => round.DecidedAt is not null).Select(round => Days(round.From, round.DecidedAt!.Value))),
            MedianDaysToClose = Median(rounds.Where(round => round.ClosedAt is not null).Select(round => Days(round.From, round.ClosedAt!.Value))),
            DataErrors = received.Count - petitions.Count,
            Source = rules.Source,
        };
    }

    /// <summary>Whether it reports an error in a public figure, and is no petition.</summary>
    public static bool IsCorrection(Complaint complaint) => ComplaintRules.Carried.Kind(complaint.Kind)?.Correction == true;

    private static List<SortCount> Sorts(IEnumerable<string> keys, Func<string, string?> title) =>
        [.. keys.CountBy(key => key).OrderByDescending(sort => sort.Value).ThenBy(sort => sort.Key, StringComparer.Ordinal).Select(sort => new SortCount(sort.Key, title(sort.Key), sort.Value))];

    private static int Days(DateTimeOffset from, DateTimeOffset to) => ChinaTime.DayOf(to).DayNumber - ChinaTime.DayOf(from).DayNumber;

    private static decimal? Median(IEnumerable<int> days)
    {
        int[] sorted = [.. days.Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2m;
    }
}

/// <summary>What a form for complaints offers.</summary>
internal sealed record ComplaintOptions(IReadOnlyList<ComplaintKind> Kinds, IReadOnlyList<PublicFigure> Figures, ComplaintLimits Limits, string Source, string Confidence)
{
    public static ComplaintOptions Carried { get; } =
        new(ComplaintRules.Carried.Kinds, ComplaintRules.Carried.Figures, ComplaintRules.Carried.Limits, ComplaintRules.Carried.Source, ComplaintRules.Carried.Confidence);
}
