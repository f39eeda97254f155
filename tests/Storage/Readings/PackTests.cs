using Bishui.Storage.Readings;
using Xunit;

namespace Bishui.Tests.Storage.Readings;

public sealed class PackTests
{
    private static readonly Mark Normal = new("N", "device-1");

    [Fact]
    public void A_body_of_format_1_is_read()
    {
        // Noon of 15 April 2021: 7.1, corrected to 7.2 a day later; half an hour on the widest decimal.
        var body = Convert.FromHexString(
            "010180A8FCBA9A5EB06D00024E096465766963652D31018E019900D082B252020212E6A0A1E587862063616C696272617465644980DDDB01CF82B2520000FFFFFFFF0FFFFFFFFFFFFFFFFFFF01");
        var noon = new DateTimeOffset(2021, 4, 15, 4, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        const long Day = 86_400_000, HalfHour = 1_800_000;

        Assert.Equal(
            [
                new(noon, Finding.Value, 7.1m, Normal, noon + 7_000, 1, null), new(noon, Finding.Value, 7.2m, Normal, noon + Day, 2, new("校准 calibrated", null)),
                new Entry(noon + HalfHour, Finding.Value, decimal.MaxValue, Normal, noon + HalfHour + 7_000, 1, null),
            ],
            Read(body));
    }

    [Fact]
    public void A_body_of_a_later_format_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => Read([PackWriter.Format + 1, 0]));
        Assert.Throws<InvalidDataException>(() => Read([]));
        Assert.Throws<InvalidDataException>(() => Read([PackWriter.OldestFormat - 1, 0]));
    }

    [Fact]
    public void Whatever_entries_are_packed_come_back()
    {
        var random = new Random(23);
        for (var round = 0; round < 200; round++)
        {
            var time = 1_618_459_200_000L;
            var entries = new List<Entry>();
            for (var i = random.Next(1, 60); i > 0; i--)
            {
                time += random.Next(3) switch { 0 => 0, 1 => 3_600_000, _ => random.NextInt64(366L * 86_400_000) };
                var finding = (Finding)random.Next(3);
                var version = random.Next(3) == 0 ? random.Next(2, 300) : 1;
                var number = new decimal(random.Next(), random.Next(4) == 0 ? random.Next() : 0, random.Next(5) == 0 ? random.Next() : 0, random.Next(2) == 0, (byte)random.Next(29));
                entries.Add(new(
                    time, finding, finding == Finding.Nothing ? 0 : number, random.Next(3) == 0 ? new($"{random.Next(3)}", "区监测站") : Normal,
                    time + random.Next(-5_000, 90_000) * (long)random.Next(1, 1000), version,
                    Notes.Of(version > 1 && random.Next(2) == 0 ? new string('误', random.Next(300)) : null, random.Next(3) == 0 ? $"报告 {random.Next()}" : null)));
            }
            var writer = new PackWriter();
            writer.Begin();
            foreach (var entry in entries) writer.Add(0, entry);

            Assert.Equal(entries.Select(Text), Read(writer.ToArray()).Select(Text));
        }
    }

    // Not by value alone: 1.0 and 1.00 are equal as decimals.
    private static string Text(Entry entry) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{entry.Time} {entry.Finding} {entry.Number} {entry.Mark} {entry.RecordedAt} {entry.Version} {entry.Notes}");

    private static List<Entry> Read(byte[] body)
    {
        var reader = new PackReader(body, new Marks());
        var entries = new List<Entry>();
        while (reader.Next(out var entry)) entries.Add(entry);
        return entries;
    }
}
