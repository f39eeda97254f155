using System.Diagnostics;
using System.Globalization;

namespace Bishui.Bench.Flood;

/// <summary>
/// Floods a running platform from this machine, one door after the other, and tells what a signed-in caller and another visitor notice. The flood comes
/// from one loopback address and the visitor from a second, as the platform counts by address.
/// </summary>
internal static class FloodBench
{
    private static readonly Kind[] Kinds =
    [
        new("none", []),
        new("page", [Anonymous.Page]),
        new("shares", [Anonymous.Shares]),
        new("shares, each another period", [Anonymous.Periods]),
        new("complaints", [Anonymous.Complaint]),
        new("all together", [Anonymous.Page, Anonymous.Shares, Anonymous.Periods, Anonymous.Complaint]),
    ];

    /// <param name="address">Where the gateway listens; loopback only.</param>
    /// <param name="data">The platform's data folder: its credentials are used, and its growth is measured.</param>
    /// <param name="seconds">How long each flood lasts.</param>
    /// <param name="callers">How many anonymous callers call without a pause.</param>
    public static async Task RunAsync(Uri address, string data, int seconds, int callers)
    {
        if (!address.IsLoopback) throw new ArgumentException("Only a platform on this machine may be flooded.", nameof(address));
        using var platform = await FloodedPlatform.SignInAsync(address, data);
        await platform.WarmUpAsync();

        Console.WriteLine($"{callers} anonymous callers without a pause for {seconds} s each, on {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| flood | answers by status | signed-in calls | p50 ms | p95 ms | worst ms | refused | whole pages | page p95 ms | disk KB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var kind in Kinds)
        {
            var before = SizeOf(data);
            var told = await RunAsync(platform, kind, TimeSpan.FromSeconds(seconds), callers);
            // What the platform still writes when the flood is over belongs to it.
            await Task.Delay(TimeSpan.FromSeconds(2));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind.Name} | {told.Statuses} | {told.Calls.Count} | {Quantile(told.Calls, 0.5):0.0} | {Quantile(told.Calls, 0.95):0.0} | {Quantile(told.Calls, 1):0.0} | {told.Refused} | {told.WholePages} of {told.Pages.Count} | {Quantile(told.Pages, 0.95):0} | {(SizeOf(data) - before) / 1024} |"));
        }
    }

    private static async Task<Told> RunAsync(FloodedPlatform platform, Kind kind, TimeSpan span, int callers)
    {
        var told = new Told();
        using var end = new CancellationTokenSource(span);
        await Task.WhenAll(
        [
            .. kind.Doors.Length == 0 ? [] : Enumerable.Range(0, callers).Select(caller => Task.Run(() => FloodAsync(platform, kind.Doors[caller % kind.Doors.Length], caller, told, end.Token))),
            Task.Run(() => SignedInAsync(platform, told, end.Token)),
            Task.Run(() => VisitAsync(platform, told, end.Token)),
        ]);
        return told;
    }

    private static async Task FloodAsync(FloodedPlatform platform, Anonymous door, int caller, Told told, CancellationToken end)
    {
        for (var n = caller; !end.IsCancellationRequested; n += 100)
            told.Answered(await platform.FloodAsync(door, n));
    }

    private static async Task SignedInAsync(FloodedPlatform platform, Told told, CancellationToken end)
    {
        for (var n = 0; !end.IsCancellationRequested; n++)
        {
            var started = Stopwatch.GetTimestamp();
            var good = await platform.SignedInAsync(n);
            told.Calls.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!good) told.Refused++;
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task VisitAsync(FloodedPlatform platform, Told told, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            if (await platform.IsPageWholeAsync()) told.WholePages++;
            told.Pages.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(500, CancellationToken.None);
        }
    }

    private static double Quantile(List<double> times, double quantile)
    {
        if (times.Count == 0) return double.NaN;
        var sorted = times.Order().ToList();
        return sorted[(int)(quantile * (sorted.Count - 1))];
    }

    private static long SizeOf(string folder)
    {
        long size = 0;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            try { size += file.Length; }
            catch (FileNotFoundException) { }
        }
        return size;
    }

    private sealed record Kind(string Name, Anonymous[] Doors);

    private sealed class Told
    {
        private readonly SortedDictionary<int, int> _statuses = [];

        public List<double> Calls { get; } = [];

        public List<double> Pages { get; } = [];

        public int Refused { get; set; }

        public int WholePages { get; set; }

        public string Statuses
        {
            get
            {
                lock (_statuses)
                    return string.Join(", ", _statuses.Select(one => $"{one.Key}: {one.Value}"));
            }
        }

        public void Answered(int status)
        {
            lock (_statuses)
                _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
        }
    }
}
