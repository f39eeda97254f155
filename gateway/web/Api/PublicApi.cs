using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Bishui.Web.Api;

/// <summary>
/// What everybody may read, asked of the gateway. Never throws because a service is away or late: the answer is then what was last known, with its
/// time, or says that there is none.
/// </summary>
public sealed class PublicApi(HttpClient http, KnownAnswers known, Outages outages, ILogger<PublicApi> logger)
{
    /// <summary>Where something can be shown at once, nobody waits long for the newest.</summary>
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(2);

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
        var last = known.Find<T>(path);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (last is not null)
                patience.CancelAfter(ShortPatience);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            if (last?.ETag is { } etag)
                request.Headers.IfNoneMatch.Add(etag);
            using var response = await http.SendAsync(request, patience.Token);
            var value = response.StatusCode switch
            {
                HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => null,
                HttpStatusCode.NotModified when last is not null => last.Value,
                _ => await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, patience.Token),
            };
            if (outages.Over(part))
                logger.LogInformation("{Part} can be read again", part);
            if (value is null)
                known.Forget(path);
            else
                known.Keep(path, new KnownAnswer<T>(value, response.Headers.ETag ?? last?.ETag, TimeProvider.System.GetUtcNow()), (int)(response.Content.Headers.ContentLength ?? 0));
            return new(value, null);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Said once an outage, not once a page: a flood must not fill the disk with it.
            if (outages.Begins(part))
                logger.LogWarning("{Path} was not answered: {Reason}", path.Split('?')[0], e.Message);
            return last is null ? new(null, outages.Since(part)) : new(last.Value, null, last.At);
        }
    }
}

/// <summary>What was found, or nothing because there is nothing yet, or nothing because it could not be asked.</summary>
/// <param name="Value">Null when there is none.</param>
/// <param name="UnavailableSince">Null when the question was answered, now or before.</param>
/// <param name="AsOf">When it was answered, in real time; null for just now.</param>
public sealed record Answer<T>(T? Value, DateTimeOffset? UnavailableSince, DateTimeOffset? AsOf = null)
    where T : class;

internal static class PublicApiRegistration
{
    private const string PagesHeader = "X-Bishui-Pages";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddPublicApi(this IServiceCollection services, IConfiguration configuration)
    {
        var gateway = configuration["BISHUI_GATEWAY"]
            ?? throw new InvalidOperationException("BISHUI_GATEWAY is not set: the base URL of the gateway that the pages read from");
        services.AddSingleton<Outages>();
        services.AddSingleton<KnownAnswers>();
        var key = configuration["BISHUI_PAGES_KEY"];
        services.AddHttpClient<PublicApi>(client =>
        {
            client.BaseAddress = new Uri(gateway.TrimEnd('/') + "/");
            client.Timeout = Patience;
            // The pages call as themselves: no visitor uses up what they may ask. The key gives no right that a visitor has not.
            if (!string.IsNullOrEmpty(key))
                client.DefaultRequestHeaders.Add(PagesHeader, key);
        });
        return services;
    }
}
