using System.Collections.Concurrent;
using System.Text.Json;
using Bishui.Launcher;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Faults;

/// <summary>
/// Readings and ledger entries posted without a pause, each repeated until it is answered, and the proof afterwards that what
/// was acknowledged is there once: in the service that took it and, as events, in the assessment.
/// </summary>
public sealed class Traffic : IAsyncDisposable
{
    // Free for this: the tour in README completes task 28.
    private const int TourTask = 28;
    private const int Sites = 12;
    private const int RowsEach = 8;
    private static readonly DateTimeOffset First = new(2021, 6, 1, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly string[] Categories = [.. Part.Services.Select(p => p.Name).Where(n => n != "assessment")];

    // Steady, not flat out: the test is about what is lost, and shares its machine with what it tests.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _tag = "f" + Guid.NewGuid().ToString("N")[..8];
    private readonly PlatformFixture _platform;
    private readonly PlatformClient _bureau;
    private readonly PlatformClient _committee;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Site, DateTimeOffset Time), decimal> _readings = new();
    private readonly ConcurrentDictionary<string, string> _entries = new();     // text → id
    private readonly Dictionary<string, (int Task, string Unit)> _tasks = [];
    private readonly List<Task> _writers = [];

    private Traffic(PlatformFixture platform)
    {
        _platform = platform;
        _bureau = platform.ClientOf("ecology-bureau");
        _committee = platform.ClientOf("ecology-committee");
    }

    /// <summary>The longest time that an acknowledged write took.</summary>
    public TimeSpan Slowest { get; private set; }

    public int Acknowledged => _readings.Count + _entries.Count;

    public static async Task<Traffic> StartAsync(PlatformFixture platform)
    {
        var traffic = new Traffic(platform);
        await traffic.PrepareAsync();
        traffic._writers.Add(Task.Run(traffic.PostReadingsAsync));
        foreach (var category in Categories)
            traffic._writers.Add(Task.Run(() => traffic.PostEntriesAsync(category)));
        return traffic;
    }

    /// <summary>Lets every writer finish what it began.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writers);
        Assert.NotEmpty(_readings);
        Assert.All(Categories, c => Assert.Contains(_entries.Keys, text => text.StartsWith($"{_tag} {c} ", StringComparison.Ordinal)));
    }

    /// <summary>Nothing acknowledged is missing, nothing is there twice, and the assessment has heard of everything once.</summary>
    public async Task ProveAsync()
    {
        foreach (var site in _readings.Keys.Select(k => k.Site).Distinct())
            await ProveReadingsAsync(site);
        foreach (var category in Categories)
            await ProveEntriesAsync(category);
        var cases = await ProveCasesAsync();

        await ProveFactsAsync("limit-exceeded", "exceedanceId", cases);
        await ProveFactsAsync("ledger-entry-recorded", "entryId", [.. _entries.Values]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _bureau.Dispose();
        _committee.Dispose();
        _stop.Dispose();
    }

    private async Task PrepareAsync()
    {
        for (var i = 0; i < Sites; i++)
        {
            var site = $"{_tag}-{i}";
            await _bureau.PutAsync($"/api/ecological/sites/{site}", new
            {
                id = site,
                name = site,
                kind = "river-section",
                unit = "ecology-bureau",
                tasks = new[] { TourTask },
                waterBody = "river",
                standard = "GB 3838-2002",
                grade = "III",
                target = "III",
            });
        }

        foreach (var category in Categories)
        {
            var tasks = (await _bureau.ListAsync($"/api/{category}/tasks")).Where(t => t.GetProperty("number").GetInt32() != TourTask);
            var task = tasks.First(t => t.GetProperty("state").GetString() == "open");
            var unit = task.GetProperty("leadUnits").EnumerateArray().Select(u => u.GetString()!).First(u => Units.All.Any(k => k.Key == u));
            _tasks[category] = (task.GetProperty("number").GetInt32(), unit);
        }
    }

    // Each batch holds good rows and, for each site once, one beyond the limit: a case of its own.
    private async Task PostReadingsAsync()
    {
        for (var batch = 0; !_stop.IsCancellationRequested; batch++)
        {
            var site = $"{_tag}-{batch % Sites}";
            var rows = Enumerable.Range(0, RowsEach)
                .Select(i => (Time: First.AddMinutes((batch * RowsEach) + i), Value: i == 0 && batch < Sites ? 1.35m : 0.25m)).ToList();
            var since = TimeProvider.System.GetTimestamp();
            var answer = await _bureau.PostAsync("/api/ecological/readings", new
            {
                readings = rows.Select(r => new { site, parameter = "ammonia-nitrogen", time = r.Time, kind = "realtime", value = r.Value, flag = "N" }),
            });
            Note(since);
            Assert.Equal(RowsEach, answer.GetProperty("accepted").GetInt32() + answer.GetProperty("duplicates").GetInt32());
            foreach (var (time, value) in rows)
                _readings[(site, time)] = value;
            await Task.Delay(Pause);
        }
    }

    private async Task PostEntriesAsync(string category)
    {
        var (task, unit) = _tasks[category];
        using var client = _platform.ClientOf(unit);
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var text = $"{_tag} {category} {i}";
            var since = TimeProvider.System.GetTimestamp();
            var entry = await client.PostAsync($"/api/{category}/tasks/{task}/entries", new { kind = "progress", occurredOn = "2021-06-01", text }, text.Replace(' ', '-'));
            Note(since);
            _entries[text] = entry.GetProperty("id").GetString()!;
            await Task.Delay(Pause);
        }
    }

    private void Note(long since)
    {
        var took = TimeProvider.System.GetElapsedTime(since);
        lock (_tasks)
            Slowest = took > Slowest ? took : Slowest;
    }

    private async Task ProveReadingsAsync(string site)
    {
        var series = await _bureau.GetAsync($"/api/ecological/sites/{site}/readings?parameter=ammonia-nitrogen&from=2021-05-31&to=2021-10-31&every=raw");
        var held = series.GetProperty("items").EnumerateArray()
            .Select(i => (Time: i.GetProperty("time").GetDateTimeOffset(), Value: i.GetProperty("value").GetDecimal(), Version: i.GetProperty("version").GetInt32()))
            .OrderBy(i => i.Time).ToList();
        var sent = _readings.Where(r => r.Key.Site == site).OrderBy(r => r.Key.Time).Select(r => (r.Key.Time, r.Value, Version: 1)).ToList();
        Assert.Equal(sent.Select(r => (r.Time.UtcDateTime, r.Value, r.Version)), held.Select(r => (r.Time.UtcDateTime, r.Value, r.Version)));
    }

    private async Task ProveEntriesAsync(string category)
    {
        var (task, _) = _tasks[category];
        var prefix = $"{_tag} {category} ";
        var held = (await _committee.ListAsync($"/api/{category}/tasks/{task}/entries"))
            .Select(e => (Text: e.GetProperty("text").GetString()!, Id: e.GetProperty("id").GetString()!))
            .Where(e => e.Text.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        Assert.Equal(
            _entries.Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(e => (e.Key, e.Value)).Order(),
            held.Order());
    }

    private async Task<List<string>> ProveCasesAsync()
    {
        var cases = new List<string>();
        foreach (var site in _readings.Where(r => r.Value > 1).Select(r => r.Key.Site))
            cases.Add(Assert.Single(await _bureau.ListAsync($"/api/ecological/exceedances?site={site}")).GetProperty("id").GetString()!);
        return cases;
    }

    private async Task ProveFactsAsync(string type, string idField, IReadOnlyCollection<string> ids)
    {
        var expected = ids.Order(StringComparer.Ordinal).ToList();
        List<string> told = [];
        try
        {
            await Eventually.HoldsAsync(async () =>
            {
                told = await ToldAsync();
                return told.Count >= expected.Count;
            }, TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            // The comparison below says what is missing.
        }

        Assert.Equal(expected, told);

        async Task<List<string>> ToldAsync()
        {
            var wanted = ids.ToHashSet();
            return [.. (await _committee.ListAsync($"/api/assessment/facts?type={type}"))
                .Select(f => IdOf(f.GetProperty("body"))).Where(wanted.Contains).Order(StringComparer.Ordinal)];
        }

        string IdOf(JsonElement body) => body.GetProperty(idField).GetString()!;
    }
}
