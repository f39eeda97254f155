using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Hosting;
using Bishui.Hosting.Time;
using Bishui.Rules.Reporting;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Silence;

internal static class SilenceEndpoints
{
    public static IServiceCollection AddSilence(this IServiceCollection services) => services
        .AddCollection(SilenceCollections.Watches)
        .AddCollection(SilenceCollections.Times)
        .AddSingleton<SilenceSweep>()
        .AddHostedService(provider => provider.GetRequiredService<SilenceSweep>());

    public static void MapSilence(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sites").WithTags("监测点位 Sites");
        group.MapGet("/reporting", Reporting)
            .WithSummary("各点位是否按要求报数：正常、数据陈旧、数据中断 / Whether each site sends what it owes: reporting, stale, silent");
        group.MapGet("/{id}/silences", Silences).WithSummary("点位的数据中断记录，新的在前 / Times in which a site sent nothing, newest first");
    }

    private static async Task<Results<Ok<ListAnswer<SiteReportingView>>, ProblemHttpResult>> Reporting(
        SiteDirectory sites, SilenceSweep sweep, RequestClock clock, string? state, CancellationToken cancel)
    {
        var states = Enum.GetValues<ReportingState>().Select(Words.Of).ToList();
        if (state is not null && !states.Contains(state))
            return Refusals.Invalid([new(null, "state", "unknown-state", "应为下列之一 / must be one of: " + string.Join(", ", states))]);
        var views = new List<SiteReportingView>();
        foreach (var site in (await sites.CurrentAsync(cancel)).Values.Select(entry => entry.Site).DistinctBy(site => site.Id)
                     .Where(site => site.Expected.Count > 0).OrderBy(site => site.Id, StringComparer.Ordinal))
        {
            var view = SiteReportingView.Of(site, await sweep.StandingAsync(site, clock.Now, cancel));
            if (state is null || view.State == state) views.Add(view);
        }
        return TypedResults.Ok(new ListAnswer<SiteReportingView>(views));
    }

    private static async Task<Results<Ok<ListAnswer<SilentTime>>, ProblemHttpResult>> Silences(
        string id, SiteDirectory sites, IDocumentReader store, string? after, int? limit, CancellationToken cancel)
    {
        if ((await sites.CurrentAsync(cancel)).GetValueOrDefault(id)?.Site is not { } site) return SiteEndpoints.UnknownSite(id);
        return TypedResults.Ok(ListAnswer.Of(await store.ListAsync(SilenceCollections.Times, new()
        {
            Index = SilenceCollections.BySite,
            From = site.Id + "|",
            Before = site.Id + "}",
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, cancel)));
    }
}

/// <summary>Whether a site sends what it owes.</summary>
public sealed record SiteReportingView
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Key of the unit that answers for it.</summary>
    public required string Unit { get; init; }

    /// <summary>reporting, stale or silent.</summary>
    public required string State { get; init; }

    /// <summary>Since when it is stale or silent; null while it reports.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When its last reading was taken; null where it never sent one.</summary>
    public DateTimeOffset? LastReadingAt { get; init; }

    /// <summary>What it owes.</summary>
    public required IReadOnlyList<ExpectedReadings> Expected { get; init; }

    /// <summary>What of that is late.</summary>
    public required IReadOnlyList<ExpectedReadings> Late { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }

    internal static SiteReportingView Of(Site site, Standing standing) => new()
    {
        Site = site.Id,
        Name = site.Name,
        Unit = site.Unit,
        State = Words.Of(standing.State),
        Since = standing.Since?.ToOffset(ChinaTime.Offset),
        LastReadingAt = standing.Last?.ToOffset(ChinaTime.Offset),
        Expected = site.Expected,
        Late = standing.Late,
        Rule = SilenceRule.Name,
    };
}
