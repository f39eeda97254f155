using Bishui.Storage.Readings;

namespace Bishui.Storage.Sqlite;

/// <summary>All series of the database. The writer changes it; readers look under <see cref="Gate"/>, which is held for moments only.</summary>
internal sealed class SeriesTable
{
    private readonly Dictionary<(string Site, string Parameter, ReadingKind Kind), Series> _byKey = [];
    private readonly Dictionary<string, List<Series>> _bySite = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Series> _byId = [];
    private readonly List<Series> _keptNow = [];
    private readonly List<Series> _created = [];
    private long _nextId = 1;

    /// <summary>Held by readers while they look, and by the writer while it changes what they look at.</summary>
    public Lock Gate { get; } = new();

    public void Load(SqliteSession session)
    {
        using var rows = session.Prepare("select id, site, parameter, kind, span from series order by id").ExecuteReader();
        while (rows.Read())
            Add(new(new(rows.GetInt64(0), rows.GetInt32(4)), rows.GetString(1), rows.GetString(2), (ReadingKind)rows.GetInt32(3)) { IsVisible = true });
    }

    public Series ById(long id) => _byId[id];

    /// <summary>The writer's look-up: it alone adds and removes, so it needs no lock.</summary>
    public Series FindOrCreate(SqliteSession session, string site, string parameter, ReadingKind kind)
    {
        if (_byKey.TryGetValue((site, parameter, kind), out var series)) return series;
        series = new(new(_nextId, BucketSpan.Of(kind)), site, parameter, kind) { LastOnFile = Series.None };
        session.Execute("insert into series(id, site, parameter, kind, span) values($0, $1, $2, $3, $4)",
            series.Id, site, parameter, (long)kind, (long)series.Span.Hours);
        lock (Gate) Add(series);
        _created.Add(series);
        return series;
    }

    /// <summary>Visible series of a site, or of all sites, in order of site, parameter and kind. Call under the gate.</summary>
    public List<Series> Find(string? site, string? parameter = null, ReadingKind? kind = null)
    {
        if (site is not null && parameter is not null && kind is { } one)
            return _byKey.TryGetValue((site, parameter, one), out var series) && series.IsVisible ? [series] : [];
        IEnumerable<Series> candidates = site is null ? _byKey.Values : _bySite.GetValueOrDefault(site) ?? [];
        var found = candidates
            .Where(series => series.IsVisible && (parameter is null || series.Parameter == parameter) && (kind is null || series.Kind == kind)).ToList();
        found.Sort((a, b) => string.CompareOrdinal(a.Site, b.Site) is var bySite and not 0 ? bySite : Series.Compare(a, b));
        return found;
    }

    public void Keep()
    {
        _keptNow.AddRange(_created);
        _created.Clear();
    }

    public void Undo() => Remove(_created);

    /// <summary>Call under the gate.</summary>
    public void Publish()
    {
        foreach (var series in _keptNow) series.IsVisible = true;
        _keptNow.Clear();
    }

    public void Abandon()
    {
        Remove(_created);
        Remove(_keptNow);
    }

    private void Add(Series series)
    {
        _byKey.Add((series.Site, series.Parameter, series.Kind), series);
        _byId.Add(series.Id, series);
        if (!_bySite.TryGetValue(series.Site, out var ofSite)) _bySite.Add(series.Site, ofSite = []);
        ofSite.Add(series);
        _nextId = Math.Max(_nextId, series.Id + 1);
    }

    private void Remove(List<Series> undone)
    {
        if (undone.Count == 0) return;
        lock (Gate)
            foreach (var series in undone)
            {
                _byKey.Remove((series.Site, series.Parameter, series.Kind));
                _byId.Remove(series.Id);
                _bySite[series.Site].Remove(series);
            }
        undone.Clear();
    }
}
