using System.Globalization;
using Bishui.Rules.Calendars;
using Bishui.Rules.Standards;
using YamlDotNet.Core;

namespace Bishui.Standards;

/// <summary>Reads and checks <c>holidays.yaml</c>, the holidays and make-up workdays that the platform carries.</summary>
public static class CalendarFiles
{
    /// <summary>Name of the file.</summary>
    public const string File = "holidays.yaml";

    private static readonly Lazy<string> Carried = new(() => EmbeddedFiles.Text(File));

    /// <summary>The carried calendar: of a region, for example <c>guangxi</c>, or null for the national one alone.</summary>
    /// <exception cref="StandardFilesException">The file is wrong, or does not name the region.</exception>
    public static WorkCalendar Load(string? region = null) => Load(Carried.Value, region);

    /// <summary>The calendar of the given text.</summary>
    /// <exception cref="StandardFilesException">The text is wrong, or does not name the region; all problems are listed.</exception>
    public static WorkCalendar Load(string text, string? region)
    {
        var problems = new List<FileProblem>();
        var (national, regions) = Read(text, problems);
        IReadOnlyList<CalendarYear>? ofRegion = null;
        if (region is not null && !regions.TryGetValue(region, out ofRegion))
            problems.Add(new(File, 0, "regions", $"The region '{region}' is not named."));
        return problems.Count == 0 ? new(national, ofRegion) : throw new StandardFilesException(problems);
    }

    private static (IReadOnlyList<CalendarYear> National, IReadOnlyDictionary<string, IReadOnlyList<CalendarYear>> Regions) Read(
        string text, List<FileProblem> problems)
    {
        Note document;
        try
        {
            document = YamlNotes.Read(text, []);
        }
        catch (YamlException broken)
        {
            problems.Add(new(File, (int)broken.Start.Line, "", broken.Message));
            return ([], new Dictionary<string, IReadOnlyList<CalendarYear>>());
        }

        var head = new Fields(File, "", document, problems);
        head.Text("title");
        head.OptionalText("note");
        var national = Years(head.Map("national"), "national", problems);
        var regions = head.Map("regions").ToDictionary(
            region => region.Key, region => Years(region.Value.Fields, region.Key, problems));
        head.Close();
        return (national, regions);
    }

    private static IReadOnlyList<CalendarYear> Years(IReadOnlyDictionary<string, Note> notes, string entry, List<FileProblem> problems) =>
        [.. notes.Select(note => YearOf(note.Key, new Fields(File, $"{entry} {note.Key}", note.Value, problems)))];

    private static CalendarYear YearOf(string name, Fields fields)
    {
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 2000 or > 2999)
            fields.Problem($"'{name}' is not a year.");
        var read = new CalendarYear
        {
            Year = year,
            Papers = fields.Texts("papers", required: true),
            DaysOff = Days("days_off", year, fields),
            DaysWorked = Days("days_worked", year, fields),
        };
        if (read.Papers.Count == 0)
            fields.Problem("'papers' names no notice.");
        foreach (var day in read.DaysOff.Intersect(read.DaysWorked))
            fields.Problem($"{day:yyyy-MM-dd} is both off and worked.");
        fields.Close();
        return read;
    }

    private static List<DateOnly> Days(string name, int year, Fields fields)
    {
        var days = new List<DateOnly>();
        foreach (var text in fields.Texts(name, required: true))
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                fields.Problem($"'{name}' holds '{text}', which is not a day.");
            else if (day.Year != year && (day.Year != year - 1 || day.Month != 12))
                fields.Problem($"'{name}' holds {text}, which is neither in the year nor in the December before it.");
            else if (days.Contains(day))
                fields.Problem($"'{name}' holds {text} twice.");
            else
                days.Add(day);
        }

        return days;
    }
}
