namespace Bishui.Rules.Obligations;

/// <summary>What an object was from a day on.</summary>
/// <param name="From">The first day; it lasts until the next row begins.</param>
/// <param name="Attributes">By name: numbers as JSON writes them, <c>true</c> or <c>false</c>, days like 2021-12-31, or words.</param>
/// <param name="Ended">From that day on there is no such object, until a later row says otherwise.</param>
public sealed record DutyRow(DateOnly From, IReadOnlyDictionary<string, string> Attributes, bool Ended = false)
{
    /// <summary>The day that an attribute holds; null where it is missing or no day.</summary>
    public DateOnly? DateOf(string attribute) => Attributes.TryGetValue(attribute, out var text) ? Values.Day(text) : null;
}

/// <summary>Something for which a duty can be owed: an outfall, a zone, a user, a plant, a pipe …</summary>
public sealed record DutyObject
{
    /// <summary>Kind, as rules name it, for example <c>outfall</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique within the kind.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the monitored site where its readings are; null where that is <see cref="Id"/>.</summary>
    public string? Site { get; init; }

    /// <summary>Its history, kept in the order of days whatever the order given; of two rows from one day the later given counts.</summary>
    public required IReadOnlyList<DutyRow> Rows { get; init => field = [.. value.OrderBy(row => row.From)]; }

    /// <summary>What it was on a day; null before its first row, and while there is no such object.</summary>
    public DutyRow? RowAt(DateOnly day) => Rows.LastOrDefault(row => row.From <= day) is { Ended: false } row ? row : null;

    /// <summary>
    /// The dates an attribute has taken, ascending: test after test. A row that goes back to an earlier date corrects the later ones, which are
    /// left out. The date that met a duty is the first one after the duty's <see cref="Duty.Since"/>.
    /// </summary>
    public IReadOnlyList<DateOnly> DatesOf(string attribute) => DatesOf(attribute, Rows);

    /// <summary>The same as far as it was on file on a day.</summary>
    internal DateOnly? DateOnFile(string attribute, DateOnly day) =>
        DatesOf(attribute, Rows.Where(row => row.From <= day)) is [.., var last] ? last : null;

    private static List<DateOnly> DatesOf(string attribute, IEnumerable<DutyRow> rows)
    {
        var dates = new List<DateOnly>();
        foreach (var date in rows.Select(row => row.DateOf(attribute)).OfType<DateOnly>())
        {
            dates.RemoveAll(other => other >= date);
            dates.Add(date);
        }

        return dates;
    }
}
