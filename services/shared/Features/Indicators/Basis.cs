using Bishui.Features.Readings;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;
using Bishui.Rules.Indicators;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;

namespace Bishui.Features.Indicators;

/// <summary>A reading that a figure may rest on.</summary>
/// <param name="Time">When it was taken.</param>
/// <param name="Parameter">Key of the parameter.</param>
/// <param name="Kind">How it came about.</param>
/// <param name="Value">The value in the parameter's own unit; half the detection limit of a result below it.</param>
/// <param name="Evidence">Names it with its version.</param>
/// <param name="BelowDetection">Whether nothing was detected.</param>
public sealed record BasisReading(DateTimeOffset Time, string Parameter, ReadingKind Kind, decimal Value, EvidenceId Evidence, bool BelowDetection);

/// <summary>A figure from above that was entered in a ledger.</summary>
/// <param name="Value">In the target's measure.</param>
/// <param name="Evidence">Names the entry.</param>
public sealed record TargetFigure(decimal Value, EvidenceId Evidence);

/// <summary>The facts that indicators and findings are worked out from: what holds on a day, as known at an instant.</summary>
public sealed class Basis
{
    private readonly RegisterBook _book;
    private readonly IReadingStore _readings;
    private readonly CountedReadings _counted;
    private readonly Dictionary<Type, object> _rows = [];

    internal Basis(DateOnly on, DateTimeOffset? knownAt, IDocumentReader documents, RegisterBook book, IReadingStore readings, CountedReadings counted, SiteFigures sites) =>
        (On, KnownAt, Documents, _book, _readings, _counted, Sites) = (on, knownAt, documents, book, readings, counted, sites);

    /// <summary>The civil day as of which the figures are.</summary>
    public DateOnly On { get; }

    /// <summary>The calendar year of the day.</summary>
    public int Year => On.Year;

    /// <summary>What was known then counts; null: what is known now.</summary>
    public DateTimeOffset? KnownAt { get; }

    /// <summary>The service's documents, for what a category's own slices keep.</summary>
    public IDocumentReader Documents { get; }

    /// <summary>Classes, means and samples of the service's sites.</summary>
    public SiteFigures Sites { get; }

    /// <summary>The rows of a register that hold on the day, by id; retired ones are left out.</summary>
    public async ValueTask<IReadOnlyList<Row<T>>> RowsAsync<T>(CancellationToken cancel) where T : class
    {
        if (_rows.TryGetValue(typeof(T), out var read)) return (IReadOnlyList<Row<T>>)read;
        var rows = await _book.ListAsync<T>(Documents, On, cancel, KnownAt);
        _rows[typeof(T)] = rows;
        return rows;
    }

    /// <summary>Every row of a register with all it was up to the day, by id; for rules that need what held earlier in the year.</summary>
    public async ValueTask<IReadOnlyList<IReadOnlyList<Row<T>>>> HistoriesAsync<T>(CancellationToken cancel) where T : class =>
        [.. (await _book.HistoriesAsync<T>(Documents, cancel, KnownAt))
            .Select(row => (IReadOnlyList<Row<T>>)[.. row.Where(span => span.From <= On)]).Where(row => row.Count > 0)];

    /// <summary>The readings of a site from the first to the last civil day that count: valid, and not found wrong by a person; oldest first.</summary>
    public async ValueTask<IReadOnlyList<BasisReading>> ReadingsAsync(string site, DateOnly first, DateOnly last, CancellationToken cancel, string? parameter = null)
    {
        var range = new ReadingRange { Site = site, Parameter = parameter, From = ChinaTime.StartOf(first), To = ChinaTime.StartOf(last.AddDays(1)), KnownAt = KnownAt };
        var verdicts = await _counted.VerdictsAsync(range, cancel);
        return [.. (await _readings.ReadAsync(range, cancel)).Where(verdicts.Counts).OrderBy(reading => reading.Time).Select(reading => new BasisReading(
            reading.Time, reading.Parameter, reading.Kind, reading.Value ?? (reading.DetectionLimit!.Value / 2),
            new("reading", ReadingId.Of(reading), reading.Version), reading.Value is null))];
    }

    /// <summary>The figure of a pending target as it was last entered in the plan of the day's year; null while there is none.</summary>
    public async ValueTask<TargetFigure?> TargetAsync(string key, CancellationToken cancel)
    {
        if (await Documents.PlanOfAsync(Year, cancel) is not { } plan) return null;
        var topic = RecordCollections.TopicOf(plan.PlanId, RecordVocabulary.Target, key);
        HeldRecord? newest = null;
        await foreach (var held in Documents.StreamAsync(RecordCollections.Records, new() { Index = RecordCollections.ByTopic, From = topic + "|", Before = topic + "}" }, cancel))
            if (!(held.Body.RecordedAt > KnownAt) && held.Body.Record.On <= On && (newest is null || held.Body.RecordedAt > newest.RecordedAt)) newest = held.Body;
        return newest?.Record.Value is { } value ? new(value, new("entry", newest.EntryId)) : null;
    }
}

/// <summary>Makes what figures are worked out from, also for a category's own slices.</summary>
public sealed class BasisSource
{
    private readonly Func<DateOnly, DateTimeOffset?, Basis> _on;

    internal BasisSource(IDocumentStore store, RegisterBook book, IReadingStore readings, CountedReadings counted, SiteFigures sites) =>
        _on = (day, knownAt) => new(day, knownAt, store, book, readings, counted, sites);

    /// <summary>The facts as of a day; null as <paramref name="knownAt"/>: as known now.</summary>
    public Basis On(DateOnly day, DateTimeOffset? knownAt = null) => _on(day, knownAt);
}
