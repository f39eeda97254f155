using System.Globalization;
using Bishui.Ecological;
using Bishui.Features;
using Bishui.Tests.Support;
using CsvHelper;
using Microsoft.AspNetCore.Builder;

namespace Bishui.Tests.Functional.Ecological;

/// <summary>An ecological service that has heard of the plan.</summary>
internal static class EcologicalService
{
    public static async Task<TestService> StartAsync(DateTimeOffset? now = null, Action<WebApplicationBuilder>? configure = null)
    {
        var service = await TestService.StartAsync(CategoryService.Build<EcologicalCategory>, now: now, configure: configure);
        await service.TellAsync(TestPlans.For("ecological"));
        await Eventually.HoldsAsync(async () =>
            (await service.As(TestPlans.Lead).ReadAsync("/api/ecological/sites/lutang")).Status == 200);
        return service;
    }

    /// <summary>A row for the section 露塘.</summary>
    public static object Row(string parameter, object? value, string time = "2021-04-06T04:00:00+08:00", string kind = "realtime", string? flag = "N") =>
        new { site = "lutang", parameter, time, kind, value, flag };
}

/// <summary>One row of the published readings.</summary>
internal sealed record PublishedRow(string Site, string Time, IReadOnlyDictionary<string, decimal> Values, string? Class, string Status)
{
    private static readonly string[] Columns = ["water_temp", "pH", "DO", "conductivity", "turbidity", "CODMn", "NH3N", "TP", "TN"];
    private static readonly string[] Keys =
    [
        "water-temperature", "ph", "dissolved-oxygen", "electrical-conductivity", "turbidity", "permanganate-index", "ammonia-nitrogen", "total-phosphorus",
        "total-nitrogen",
    ];

    /// <summary>The file as it was published, in its own order.</summary>
    public static IReadOnlyList<PublishedRow> Read()
    {
        using var reader = CsvReader.FromFile(Repository.Path("services/ecological/Data/readings/liuzhou-2021-04.csv"));
        reader.ReadHeader();
        var rows = new List<PublishedRow>();
        while (reader.Read())
        {
            var values = new Dictionary<string, decimal>();
            for (var i = 0; i < Columns.Length; i++)
                if (decimal.TryParse(reader.GetString(Columns[i]), CultureInfo.InvariantCulture, out var value)) values[Keys[i]] = value;
            var published = reader.GetString("published_class");
            rows.Add(new(reader.GetString("site"), reader.GetString("time").Replace(' ', 'T') + ":00+08:00", values,
                string.IsNullOrEmpty(published) ? null : published, reader.GetString("status")));
        }
        return rows;
    }

    /// <summary>The rows as the platform takes them: an empty cell is no reading, maintenance is marked.</summary>
    public IEnumerable<object> Sent() =>
        Values.Select(v => (object)new { site = Site, parameter = v.Key, time = Time, kind = "realtime", value = v.Value, flag = Status == "正常" ? "N" : "M" });
}
