using Bishui.Storage.Readings;

namespace Bishui.Bench.Storage;

/// <summary>Readings as devices send them: 200 sites report 10 parameters once a minute, and a batch of 1,000 is half of the sites at one minute.</summary>
internal static class Arrivals
{
    public const int Sites = 200, Parameters = 10, Series = Sites * Parameters, Batch = 1_000;
    public static readonly DateTimeOffset Start = new(2021, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly string[] SiteIds = [.. Enumerable.Range(0, Sites).Select(i => $"outlet-{i:D4}")];
    private static readonly string[] ParameterKeys = [.. Enumerable.Range(0, Parameters).Select(i => $"parameter-{i:D2}")];

    public static string Site(int series) => SiteIds[series / Parameters];

    public static string Parameter(int series) => ParameterKeys[series % Parameters];

    /// <summary>Thousandths between 10 and 110.</summary>
    public static int Thousandths(long sequence) => 10_000 + (int)(sequence * 2_654_435_761 % 100_000);

    public static Reading Reading(long sequence)
    {
        var series = (int)(sequence % Series);
        var time = Start.AddMinutes(sequence / Series);
        return new()
        {
            Site = Site(series),
            Parameter = Parameter(series),
            Kind = ReadingKind.Minute,
            Time = time,
            Value = new decimal(Thousandths(sequence), 0, 0, false, 3),
            Flag = "N",
            Source = "bench",
            // As an ingest stamps a batch: a varying moment after the minute.
            RecordedAt = time.AddMilliseconds(700 + sequence / Batch * 37 % 5_000),
        };
    }

    public static Reading[] ReadingsFrom(long sequence, int count) => [.. Enumerable.Range(0, count).Select(i => Reading(sequence + i))];
}
