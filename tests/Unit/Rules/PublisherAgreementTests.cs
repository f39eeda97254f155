using System.Globalization;
using Bishui.Rules.SurfaceWater;
using CsvHelper;
using Xunit;
using Xunit.Abstractions;

namespace Bishui.Tests.Unit.Rules;

/// <summary>Our class beside the class that the publisher of the readings printed.</summary>
public sealed class PublisherAgreementTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Columns = new()
    {
        ["pH"] = "ph",
        ["DO"] = "dissolved-oxygen",
        ["CODMn"] = "permanganate-index",
        ["NH3N"] = "ammonia-nitrogen",
        ["TP"] = "total-phosphorus",
    };

    private sealed record Row(string Site, string Time, Dictionary<string, string> Displayed, WaterClass? Published)
    {
        public WaterClass? Class => Classify(0m).Class;

        // The display rounds and the publisher judges the unrounded value. A value that stands on a limit can really lie a little beyond it.
        public bool IsExplainedByRounding() => new[] { 0.499m, -0.499m }.Any(shift => Classify(shift).Class == Published);

        private SectionClass Classify(decimal shiftOnLimits) => SectionClassifier.Classify(
            Given.SurfaceWater,
            WaterBody.River,
            Displayed.ToDictionary(one => one.Key, one => Shifted(one.Key, one.Value, shiftOnLimits)),
            required: SectionClassifier.RequiredOfAutomaticStations);

        private static decimal Shifted(string parameter, string displayed, decimal shift)
        {
            var value = decimal.Parse(displayed, CultureInfo.InvariantCulture);
            var isOnLimit = Given.SurfaceWater.LimitsOf(parameter)[0].ByGrade.Values.Any(limit => limit.High == value || limit.Low == value);
            var lastPlace = new decimal(1, 0, 0, false, value.Scale);
            return isOnLimit ? value + (shift * lastPlace) : value;
        }
    }

    [Fact]
    public void The_class_agrees_with_the_published_one_but_for_values_displayed_on_a_limit()
    {
        var rows = Read();
        var different = rows.Where(row => row.Class != row.Published).ToArray();
        foreach (var row in different)
        {
            output.WriteLine(
                $"{row.Site} {row.Time}: published {row.Published?.Symbol()}, ours {row.Class?.Symbol()}, displayed "
                + string.Join(", ", row.Displayed.Select(one => $"{one.Key} {one.Value}")));
        }

        output.WriteLine($"{rows.Count - different.Length} of {rows.Count} rows agree");
        Assert.Equal(87, rows.Count);
        Assert.Equal(3, rows.Count(row => row.Published is null));
        Assert.All(different, row => Assert.True(row.IsExplainedByRounding(), $"{row.Site} {row.Time}: not a matter of rounding"));
        // TP 0.020 is the limit of class Ⅰ; two other rows show the same number with class Ⅰ.
        Assert.Equal([("露塘", "2021-04-04 04:00", WaterClass.II, WaterClass.I)], different.Select(row => (row.Site, row.Time, row.Published!.Value, row.Class!.Value)));
    }

    private static List<Row> Read()
    {
        using var csv = CsvReader.FromFile(Path.Combine(Root(), "services", "ecological", "Data", "readings", "liuzhou-2021-04.csv"));
        csv.ReadHeader();
        var rows = new List<Row>();
        while (csv.Read())
        {
            rows.Add(new(
                csv.GetString("site"),
                csv.GetString("time"),
                Columns.Where(column => csv.GetString(column.Key).Length > 0).ToDictionary(column => column.Value, column => csv.GetString(column.Key)),
                csv.GetString("published_class") is { Length: > 0 } published ? WaterClasses.Parse(published) : null));
        }

        return rows;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bishui.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Not inside the repository.");
    }
}
