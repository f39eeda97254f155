using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace Bishui.Tests.Faults;

[Collection(PlatformFixture.Name)]
public sealed class FootprintTests(PlatformFixture platform, ITestOutputHelper output)
{
    private const long Most = 2L * 1024 * 1024;     // KiB

    [Fact]
    public void All_processes_together_stay_under_two_gibibytes_resident()
    {
        long total = 0;
        foreach (var process in platform.Platform.Processes)
        {
            var resident = Resident(process.Id!.Value);
            output.WriteLine($"{process.Name,-14}{resident / 1024,6} MiB");
            total += resident;
        }

        output.WriteLine($"{"together",-14}{total / 1024,6} MiB");
        Assert.InRange(total, 1, Most);
    }

    private static long Resident(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);
}
