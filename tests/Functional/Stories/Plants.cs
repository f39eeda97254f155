using System.Globalization;
using System.Text.Json;

namespace Bishui.Tests.Functional.Stories;

/// <summary>What the housing bureau states of plants in the stories of tasks 4 to 7.</summary>
internal static class Plants
{
    public const string Bureau = "housing-construction-bureau";

    public static Task PlantAsync(
        this Story story, string id, string level = "city", decimal capacity = 100_000, string? commissionedOn = "2015-01-01", string state = "in-operation", string? inletSite = null) =>
        story.RowAsync(Bureau, "plants", id, "2021-01-01", new { name = id, level, state, designCapacity = capacity, commissionedOn, inletSite });

    /// <summary>A report of a month, its volumes given a day.</summary>
    public static Task<JsonElement> MonthAsync(
        this Story story, string plant, string month, decimal perDay, decimal? bod, decimal? sludge = null, decimal? water = null, decimal? stored = null, string? id = null)
    {
        var first = DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var volume = perDay * DateTime.DaysInMonth(first.Year, first.Month);
        return story.RowAsync(Bureau, "plant-months", id ?? $"{plant}-{month}", $"{first:yyyy-MM-dd}",
            new { plant, month, inflow = volume, treated = volume, influentBod5 = bod, sludgeProduced = sludge, sludgeWater = water, sludgeStored = stored });
    }

    public static IEnumerable<string> MonthsFrom(string first, int count) =>
        Enumerable.Range(0, count).Select(i => DateOnly.ParseExact(first + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(i).ToString("yyyy-MM", CultureInfo.InvariantCulture));

    public static decimal Number(this JsonElement element, string name) => element.GetProperty(name).GetDecimal();

    public static IEnumerable<string> EvidenceIds(this JsonElement indicator) => indicator.GetProperty("evidence").EnumerateArray().Select(one => one.Text("id"));

    public static JsonElement Part(this JsonElement indicator, string id, string? period = null) =>
        indicator.GetProperty("parts").EnumerateArray().Single(part => part.Text("id") == id && (period is null || part.Text("period") == period));
}
