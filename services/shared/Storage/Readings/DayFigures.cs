namespace Bishui.Storage.Readings;

/// <summary>What the readings in force of one day and mark in one bucket come to.</summary>
internal readonly record struct DayFigure(long Day, string Flag, int Count, int Below, decimal Sum, decimal Least, decimal Greatest, long Last);

/// <summary>
/// The figures of a bucket's days, kept beside it and made anew with it: whoever asks for days, months or a year adds them up and need not look at the
/// readings. They are kept apart by mark, since a question names the marks that count. A bucket of few readings has none; it is read itself.
/// </summary>
internal static class DayFigures
{
    /// <summary>Whether buckets of a kind have figures: where there are many readings a day.</summary>
    public static bool AreKept(ReadingKind kind) => kind is ReadingKind.Realtime or ReadingKind.Minute or ReadingKind.Hour;

    /// <summary>The figures of entries in order of time and version.</summary>
    public static List<DayFigure> Of(ReadOnlySpan<Entry> sorted)
    {
        var figures = new List<DayFigure>();
        var (from, to, start) = (0L, long.MinValue, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            ref readonly var entry = ref sorted[i];
            if (!entry.Counts || (i + 1 < sorted.Length && sorted[i + 1].Time == entry.Time)) continue;
            if (entry.Time >= to || entry.Time < from)
            {
                (from, to) = Hours.Period(entry.Time, AggregatePeriod.Day);
                start = figures.Count;
            }
            var (flag, figure, below) = (entry.Mark.Flag, entry.Figure, entry.Finding == Finding.BelowDetection ? 1 : 0);
            var at = figures.FindIndex(start, each => each.Flag == flag);
            if (at < 0) figures.Add(new(from, flag, 1, below, figure, figure, figure, entry.Time));
            else figures[at] = figures[at] with
            {
                Count = figures[at].Count + 1,
                Below = figures[at].Below + below,
                Sum = figures[at].Sum + figure,
                Least = Math.Min(figures[at].Least, figure),
                Greatest = Math.Max(figures[at].Greatest, figure),
                Last = entry.Time,
            };
        }
        return figures;
    }

    public static byte[] Pack(IReadOnlyList<DayFigure> figures)
    {
        using var body = new MemoryStream();
        using var writer = new BinaryWriter(body);
        writer.Write7BitEncodedInt(figures.Count);
        foreach (var figure in figures)
        {
            writer.Write(figure.Day);
            writer.Write(figure.Flag);
            writer.Write7BitEncodedInt(figure.Count);
            writer.Write7BitEncodedInt(figure.Below);
            writer.Write(figure.Sum);
            writer.Write(figure.Least);
            writer.Write(figure.Greatest);
            writer.Write7BitEncodedInt64(figure.Last - figure.Day);
        }
        writer.Flush();
        return body.ToArray();
    }

    public static List<DayFigure> Unpack(byte[] body)
    {
        using var reader = new BinaryReader(new MemoryStream(body, writable: false));
        var figures = new List<DayFigure>(reader.Read7BitEncodedInt());
        for (var left = figures.Capacity; left > 0; left--)
        {
            var day = reader.ReadInt64();
            figures.Add(new(day, reader.ReadString(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.ReadDecimal(), reader.ReadDecimal(), reader.ReadDecimal(),
                day + reader.Read7BitEncodedInt64()));
        }
        return figures;
    }
}
