using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Bishui.Web.Api;

/// <summary>What everybody may read, asked of the gateway. Never throws because a service is away: the answer says so.</summary>
public sealed class PublicApi(HttpClient http, Outages outages, ILogger<PublicApi> logger)
{
    /// <summary>More points than this would neither be drawn nor read one by one: days are shown instead.</summary>
    private const int MostRaw = 800;

    public Task<Answer<Overview>> OverviewAsync(CancellationToken ct) => GetAsync<Overview>(Part.Plan, "api/public/overview", ct);

    public Task<Answer<SectionList>> SectionsAsync(CancellationToken ct) => GetAsync<SectionList>(Part.Sections, "api/public/sections", ct);

    /// <summary>The class of the newest sample.</summary>
    public Task<Answer<SectionClass>> NewestClassAsync(string site, CancellationToken ct) =>
        GetAsync<SectionClass>(Part.Sections, $"api/public/sections/{Uri.EscapeDataString(site)}/class", ct);

    public Task<Answer<SectionClass>> ClassAsync(string site, Month month, CancellationToken ct) =>
        GetAsync<SectionClass>(Part.Sections, $"api/public/sections/{Uri.EscapeDataString(site)}/class?{Range(month)}", ct);

    /// <summary>The readings of a month, or the means of its days where there are too many to show.</summary>
    public async Task<Answer<Series>> ReadingsAsync(string site, string parameter, Month month, CancellationToken ct)
    {
        var path = $"api/public/sections/{Uri.EscapeDataString(site)}/readings?parameter={Uri.EscapeDataString(parameter)}&{Range(month)}";
        var raw = await GetAsync<Series>(Part.Sections, path + "&every=raw", ct);
        return raw.Value is { } series && (series.Items.Count > MostRaw || series.Next is not null)
            ? await GetAsync<Series>(Part.Sections, path + "&every=day", ct)
            : raw;
    }

    private static string Range(Month month) =>
        string.Create(CultureInfo.InvariantCulture, $"from={month.First:yyyy-MM-dd}&to={month.Last:yyyy-MM-dd}");

    private async Task<Answer<T>> GetAsync<T>(Part part, string path, CancellationToken ct)
        where T : class
    {
        try
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), ct);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            {
                outages.Over(part);
                return new(null, null);
            }

            response.EnsureSuccessStatusCode();
            var value = await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, ct);
            outages.Over(part);
            return new(value, null);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            logger.LogWarning("{Path} was not answered: {Reason}", path.Split('?')[0], e.Message);
            return new(null, outages.Since(part));
        }
    }
}

/// <summary>What was found, or nothing because there is nothing yet, or nothing because it could not be asked.</summary>
/// <param name="Value">Null when there is none.</param>
/// <param name="UnavailableSince">Null when the question was answered.</param>
public sealed record Answer<T>(T? Value, DateTimeOffset? UnavailableSince)
    where T : class;

internal static class PublicApiRegistration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddPublicApi(this IServiceCollection services, IConfiguration configuration)
    {
        var gateway = configuration["BISHUI_GATEWAY"]
            ?? throw new InvalidOperationException("BISHUI_GATEWAY is not set: the base URL of the gateway that the pages read from");
        services.AddSingleton<Outages>();
        services.AddHttpClient<PublicApi>(client =>
        {
            client.BaseAddress = new Uri(gateway.TrimEnd('/') + "/");
            client.Timeout = Patience;
        });
        return services;
    }
}
