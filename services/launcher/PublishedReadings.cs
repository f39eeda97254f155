using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bishui.Launcher;

/// <summary>
/// Loads the published readings that ship with the platform, through the gateway like anybody's, once. Repeating is harmless
/// as long as nobody corrected them: the platform knows a reading by site, parameter, kind and time.
/// </summary>
public sealed class PublishedReadings(Installation installation, Uri gateway, Credentials credentials)
{
    /// <summary>The file in the data folder that says that they are loaded: the platform was ready once.</summary>
    internal const string DoneFile = "readings-loaded";

    private const string Reporter = "ecology-bureau";
    private const string Source = "国家地表水水质自动监测实时数据发布系统";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly TimeSpan SitePatience = TimeSpan.FromSeconds(60);

    // Column of the publisher's table → parameter and the unit its page states.
    private static readonly (string Column, string Parameter, string? Unit)[] Columns =
    [
        ("water_temp", "water-temperature", "°C"), ("pH", "ph", null), ("DO", "dissolved-oxygen", "mg/L"),
        ("conductivity", "electrical-conductivity", "µS/cm"), ("turbidity", "turbidity", "NTU"), ("CODMn", "permanganate-index", "mg/L"),
        ("NH3N", "ammonia-nitrogen", "mg/L"), ("TP", "total-phosphorus", "mg/L"), ("TN", "total-nitrogen", "mg/L"),
    ];

    /// <summary>One row of a batch as the platform takes it.</summary>
    public sealed record Row(string Site, string Parameter, DateTimeOffset Time, string Kind, decimal Value, string? Unit, string Flag, string Source);

    /// <summary>What the platform answered.</summary>
    public sealed record Result(int Accepted, int Duplicates, int Corrected, IReadOnlyList<JsonElement> Rejected, int Exceedances);

    /// <summary>The table as rows: an empty cell is no reading, a station under maintenance (维护) marks its values M.</summary>
    public static IReadOnlyList<Row> Read(TextReader table)
    {
        // The publisher's table is plain: no quoted cells, so a comma is always a border.
        var header = table.ReadLine()!.Split(',');
        var rows = new List<Row>();
        while (table.ReadLine() is { Length: > 0 } line)
        {
            var cells = header.Zip(line.Split(',')).ToDictionary(c => c.First, c => c.Second);
            var time = new DateTimeOffset(DateTime.ParseExact(cells["time"], "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), China);
            var flag = cells["status"] == "正常" ? "N" : "M";
            foreach (var (column, parameter, unit) in Columns)
                if (cells[column] is { Length: > 0 } value)
                    rows.Add(new(cells["site"], parameter, time, "realtime", decimal.Parse(value, CultureInfo.InvariantCulture), unit, flag, Source));
        }

        return rows;
    }

    /// <summary>Posts the readings; waits first until the service knows the sites, which come with the adopted plan.</summary>
    public async Task<Result> LoadAsync(CancellationToken cancel = default)
    {
        var file = Path.Combine(installation.Root, "services", "ecological", "Data", "readings", "liuzhou-2021-04.csv");
        using var table = new StreamReader(file);
        var rows = Read(table);

        using var http = new HttpClient { BaseAddress = gateway };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http, cancel));
        await SitesKnownAsync(http, rows.Select(r => r.Site).ToHashSet(), cancel);

        using var answer = await http.PostAsJsonAsync("/api/ecological/readings", new { readings = rows }, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<Result>(text, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"{(int)answer.StatusCode} {text}");
    }

    private async Task<string> TokenAsync(HttpClient http, CancellationToken cancel)
    {
        var client = credentials.Of(Reporter);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.ClientId,
            ["client_secret"] = client.ClientSecret,
        });
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("access_token").GetString()!;
    }

    private static async Task SitesKnownAsync(HttpClient http, HashSet<string> names, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(SitePatience);
        try
        {
            while (true)
            {
                using var answer = await http.GetAsync(new Uri("/api/ecological/sites?limit=1000", UriKind.Relative), deadline.Token);
                answer.EnsureSuccessStatusCode();
                var sites = (await answer.Content.ReadFromJsonAsync<JsonElement>(deadline.Token)).GetProperty("items");
                if (names.IsSubsetOf(sites.EnumerateArray().Select(s => s.GetProperty("name").GetString()!)))
                    return;
                await Task.Delay(500, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new InvalidOperationException($"监测点位未随计划建立 / the adopted plan did not bring the sites within {SitePatience.TotalSeconds:0} s");
        }
    }
}
