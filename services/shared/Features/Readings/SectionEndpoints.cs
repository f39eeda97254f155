using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Hosting.Errors;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Time;
using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Readings;

/// <summary>The class and the series of a site; the same handlers serve signed-in callers and, for what is public, everyone.</summary>
public static class SectionEndpoints
{
    private static readonly string[] PublicKinds = ["river-section", "drinking-water-source"];

    internal static void MapSiteReadings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sites/{id}").WithTags("监测数据 Readings");
        group.MapGet("/class", Class).WithSummary("水质类别及其依据 / Water class and what it rests on");
        group.MapGet("/readings", SeriesEndpoints.Series).WithSummary("监测数据序列 / A series of readings");
    }

    /// <summary>Maps the quality of the sections and drinking-water sources without sign-in, under <c>/api/public/sections</c>.</summary>
    public static void MapPublicSections(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/public/sections").WithTags("公开信息 Public").AllowAnonymous().IsPublicFigure();
        group.MapGet("/", List).WithSummary("断面与饮用水水源 / River sections and drinking-water sources");
        var one = group.MapGroup("/{id}").AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var sites = await http.RequestServices.GetRequiredService<SiteDirectory>().CurrentAsync(http.RequestAborted);
            var id = http.GetRouteValue("id") as string ?? "";
            return sites.GetValueOrDefault(id) is { } site && PublicKinds.Contains(site.Site.Kind) ? await next(context) : SiteEndpoints.UnknownSite(id);
        });
        one.MapGet("/class", Class).WithSummary("水质类别及其依据 / Water class and what it rests on");
        one.MapGet("/readings", SeriesEndpoints.Series).WithSummary("监测数据序列 / A series of readings");
    }

    /// <summary>
    /// Marks public answers that follow from sites and readings. The directory of sites may be some seconds behind another replica, and an answer is
    /// kept as long as nothing is committed: so it is made from the sites as they are on file.
    /// </summary>
    public static T IsPublicFigure<T>(this T endpoints) where T : IEndpointConventionBuilder =>
        endpoints.IsPublicAnswer().AddEndpointFilter((context, next) =>
        {
            context.HttpContext.RequestServices.GetRequiredService<SiteDirectory>().Refresh();
            return next(context);
        });

    private static async Task<Ok<ListAnswer<PublicSection>>> List(SiteDirectory sites, CancellationToken cancel) =>
        TypedResults.Ok(new ListAnswer<PublicSection>([.. (await sites.CurrentAsync(cancel)).Values
            .Select(e => e.Site).Distinct().Where(s => PublicKinds.Contains(s.Kind)).OrderBy(s => s.Id, StringComparer.Ordinal)
            .Select(s => new PublicSection(s.Id, s.Name, s.Kind, s.Water, s.Longitude, s.Latitude, s.PrecisionMetres,
                s.Target is null ? null : WaterClasses.Find(s.Target)?.Symbol(), s.Zone))]));

    private static async Task<Results<Ok<SectionClassView>, ProblemHttpResult>> Class(
        string id, SiteDirectory sites, SectionCalculator calculator, StandardLibrary standards, HttpContext http, RequestClock clock,
        string? at, string? from, string? to, string? knownAt, CancellationToken cancel)
    {
        if ((await sites.CurrentAsync(cancel)).GetValueOrDefault(id) is not { } site) return SiteEndpoints.UnknownSite(id);
        var errors = new List<RowError>();
        var sampleAt = Instants.Read(at, "at", isEnd: true, errors);
        var first = Instants.Read(from, "from", isEnd: false, errors);
        var end = Instants.Read(to, "to", isEnd: true, errors);
        var known = Instants.Read(knownAt, "knownAt", isEnd: true, errors);
        if (errors.Count == 0 && first is null != end is null)
            errors.Add(new(null, first is null ? "from" : "to", "missing", "from 和 to 须同时给出 / give both from and to"));
        if (errors.Count == 0 && first >= end) errors.Add(new(null, "to", "out-of-range", "to 应晚于 from / to must be after from"));
        if (errors.Count > 0) return Refusals.Invalid(errors);

        var links = http.Request.PathBase + http.Request.Path.Value![..^"/class".Length] + "/readings";
        if (first is { } start)
            return TypedResults.Ok(View(site.Site, await calculator.OverAsync(site, start, end!.Value, clock.Now, known, cancel), standards, links)
                with
            { From = start, To = end, KnownAt = known });
        return await calculator.AtAsync(site, sampleAt ?? clock.Now, known, cancel) is { } sample
            ? TypedResults.Ok(View(site.Site, sample.Class, standards, links)
                with
            { SampledAt = sample.SampledAt.ToOffset(ChinaTime.Offset), KnownAt = known })
            : Problems.Of(StatusCodes.Status404NotFound, "no-data", $"点位 {id} 暂无监测数据", $"site {id} has no readings at or before that time");
    }

    private static SectionClassView View(Site site, CalculatedClass calculated, StandardLibrary standards, string links) => new()
    {
        Site = site.Id,
        Class = calculated.Class.Class?.Symbol(),
        Target = calculated.Class.Target?.Symbol(),
        Complies = calculated.Class.Complies,
        Items = [.. calculated.Class.Items.Select(i => new SectionItemView
        {
            Parameter = i.Parameter,
            Name = standards.Parameters.Find(i.Parameter)?.NameZh ?? i.Parameter,
            Value = i.Value,
            BelowDetection = calculated.Values.Any(v => v.Parameter == i.Parameter && v.Reading?.DetectionLimit is not null),
            Unit = i.Unit ?? standards.Parameters.Find(i.Parameter)?.Unit,
            Class = i.Class?.Symbol(),
            Limit = i.Limit,
            Multiple = i.Multiple,
            Counts = i.Counts,
        })],
        Deciding = calculated.Class.Deciding,
        Main = MainOf(calculated.Class),
        Missing = calculated.Class.Missing,
        Provisional = calculated.Provisional,
        NotJudged = calculated.NotJudged,
        Months = calculated.Months,
        MonthsWanted = calculated.MonthsWanted,
        Rule = calculated.Rule,
        Views = [.. calculated.Views.Select(v => new RuleSetView(
            v.RuleSet, v.Class.Target?.Symbol(), v.Class.Class?.Symbol(), v.Class.Complies,
            [.. v.Class.Items.Where(i => i.Counts && i.Class > v.Class.Target).Select(i => new MainPollutantView(i.Parameter, i.Multiple))]))],
        Verdicts = [.. calculated.Verdicts.Select(v => new VerdictView(
            v.Parameter, v.From.ToOffset(ChinaTime.Offset), v.To.ToOffset(ChinaTime.Offset), v.Verdict, v.CaseId))],
        Measured = calculated.Measured is { } measured
            ? new(measured.Class?.Symbol(), measured.Complies, measured.Deciding, MainOf(measured))
            : null,
        Standard = calculated.Standard.Code,
        Readings = [.. calculated.Values.Select(v => new SectionEvidence
        {
            Parameter = v.Parameter,
            Kind = ReadingId.KindName(v.Kind),
            Count = v.Count,
            Id = v.Reading is null ? null : ReadingId.Of(v.Reading),
            Href = $"{links}?parameter={v.Parameter}&kind={ReadingId.KindName(v.Kind)}&from={Escape(v.From)}&to={Escape(v.Reading is null ? v.To : v.To.AddMilliseconds(1))}&every=raw",
        })],
    };

    private static IReadOnlyList<MainPollutantView> MainOf(SectionClass section) =>
        [.. section.Main.Select(m => new MainPollutantView(m.Parameter, m.Multiple))];

    private static string Escape(DateTimeOffset instant) =>
        Uri.EscapeDataString(FormattableString.Invariant($"{instant.ToOffset(ChinaTime.Offset):yyyy-MM-dd'T'HH:mm:ss.FFFzzz}"));
}

/// <summary>A section or source that everyone may see.</summary>
/// <param name="Id">Id of the site.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">river-section or drinking-water-source.</param>
/// <param name="WaterBody">Name of the river or lake, or null.</param>
/// <param name="Longitude">Degrees east, or null.</param>
/// <param name="Latitude">Degrees north, or null.</param>
/// <param name="Precision">How far the place may be off, in metres, or null.</param>
/// <param name="Target">Ⅰ to Ⅴ, or null.</param>
/// <param name="Zone">Code of the water function zone, or null.</param>
public sealed record PublicSection(
    string Id, string Name, string Kind, string? WaterBody, decimal? Longitude, decimal? Latitude, int? Precision, string? Target, string? Zone);
