using System.Diagnostics;
using System.Globalization;

namespace Bishui.Bench;

/// <summary>What a stretch of work took.</summary>
internal readonly record struct Cost(double Seconds, double CpuSeconds, long DiskBytes, long AllocatedBytes)
{
    public static Cost operator +(Cost a, Cost b) =>
        new(a.Seconds + b.Seconds, a.CpuSeconds + b.CpuSeconds, a.DiskBytes + b.DiskBytes, a.AllocatedBytes + b.AllocatedBytes);
}

internal static class Measure
{
    public static async Task<Cost> CostOfAsync(Func<Task> work)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (cpu, disk, allocated, started) = (process.TotalProcessorTime, WrittenBytes(), GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await work();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return new(seconds, (process.TotalProcessorTime - cpu).TotalSeconds, WrittenBytes() - disk, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    /// <summary>Milliseconds at a quantile of what one call takes, over many calls; the first tenth warms up.</summary>
    public static async Task<double> QuantileAsync(double quantile, int calls, Func<int, Task> call)
    {
        for (var i = 0; i < calls / 10; i++) await call(i);
        var times = new double[calls];
        for (var i = 0; i < calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call(i);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[(int)(quantile * (calls - 1))];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Bytes that this process has had written to storage; 0 where the system does not tell.</summary>
    public static long WrittenBytes()
    {
        const string Line = "write_bytes: ";
        if (!File.Exists("/proc/self/io")) return 0;
        return long.Parse(File.ReadLines("/proc/self/io").First(line => line.StartsWith(Line, StringComparison.Ordinal))[Line.Length..], CultureInfo.InvariantCulture);
    }
}
