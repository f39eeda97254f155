using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bishui.Launcher;

/// <summary>
/// The platform's clock: a kept distance from real time, so that it runs on while the platform is down, as any clock does.
/// A null distance is real time.
/// </summary>
public sealed record ClockSetting(TimeSpan? Offset)
{
    // The shipped plan's date of issue; duties before it are not late by themselves.
    private static readonly DateOnly PlanIssued = new(2021, 11, 1);
    private static readonly TimeOnly Opening = new(9, 0);
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>As the processes take it; null leaves them on real time.</summary>
    [JsonIgnore]
    public string? Variable => Offset?.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>The clock a start is to run on: the one asked for, else the one kept, else the plan's date of issue.</summary>
    /// <returns>The setting, and whether this start changed what was kept.</returns>
    public static (ClockSetting Setting, bool Changed) Keep(string file, DateOnly? day, bool real, TimeProvider time)
    {
        if (day is null && !real && File.Exists(file) && JsonSerializer.Deserialize<ClockSetting>(File.ReadAllText(file)) is { } kept)
            return (kept, false);

        var setting = new ClockSetting(real ? null : new DateTimeOffset(day ?? PlanIssued, Opening, China) - time.GetUtcNow());
        PrivateFiles.Write(file, JsonSerializer.Serialize(setting) + "\n");
        return (setting, true);
    }

    /// <summary>What the platform's clock shows, in China's time.</summary>
    public DateTimeOffset Now(TimeProvider time) => (time.GetUtcNow() + (Offset ?? TimeSpan.Zero)).ToOffset(China);
}
