using Bishui.Contracts.Readings;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Rules.SurfaceWater;
using Bishui.Storage.Documents;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Industrial.Sections;

/// <summary>The sections as they were told here, for whoever decides on what may be discharged into them.</summary>
internal static class SectionEndpoints
{
    public static IServiceCollection AddSections(this IServiceCollection services) => services.AddCollection(SectionCollections.Months);

    public static void AddSections(this IBusRegistrationConfigurator bus) => bus.AddConsumer<SectionClassifiedConsumer>();

    public static void MapSections(this IEndpointRouteBuilder routes) => routes.MapGroup("/sections").WithTags("断面达标情况 Sections")
        .MapGet("/", List)
        .WithSummary("断面各月达标情况：notMeeting=true 只列未达目标的月份，新的在前 / Months of sections as told; notMeeting=true for those that miss their target, newest first");

    private static async Task<Ok<ListAnswer<SectionMonthView>>> List(
        IDocumentReader store, bool? notMeeting, string? site, string? after, int? limit, CancellationToken cancel)
    {
        var ofSite = site is not null;
        var page = await store.FilterAsync(SectionCollections.Months, new()
        {
            Index = notMeeting == true && !ofSite ? SectionCollections.NotMeeting : SectionCollections.BySite,
            From = ofSite ? site + "|" : null,
            Before = ofSite ? site + "}" : null,
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, month => notMeeting != true || month.Body.Told.Complies == false, cancel);
        return TypedResults.Ok(new ListAnswer<SectionMonthView>([.. page.Items.Select(each => SectionMonthView.Of(each.Body))], page.Next));
    }
}

/// <summary>A section's month, and all it rests on.</summary>
internal sealed record SectionMonthView
{
    /// <summary>The service that measures.</summary>
    public required string Service { get; init; }

    /// <summary>Id of the section.</summary>
    public required string Site { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Code of the water function zone, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Ⅰ to 劣Ⅴ; null where too little was measured to say.</summary>
    public string? Class { get; init; }

    /// <summary>The worst class that meets the objective; null where there is none.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the class meets the target; null when either is null.</summary>
    public bool? Complies { get; init; }

    /// <summary>True until every sample the period requires is in.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Keys of the parameters that decided.</summary>
    public required IReadOnlyList<string> Deciding { get; init; }

    /// <summary>Name and version of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The mean of each parameter and how many readings it rests on.</summary>
    public required IReadOnlyList<ParameterMean> Means { get; init; }

    /// <summary>Opens the class with its readings at the service that measures.</summary>
    public required string Href { get; init; }

    /// <summary>When it was determined.</summary>
    public required DateTimeOffset DeterminedAt { get; init; }

    public static SectionMonthView Of(SectionMonth month) => new()
    {
        Service = month.Told.Service,
        Site = month.Told.Site,
        Name = month.Told.SiteName,
        Zone = month.Told.Zone,
        From = month.Told.From,
        To = month.Told.To,
        Class = Symbol(month.Told.Class),
        Target = Symbol(month.Told.Target),
        Complies = month.Told.Complies,
        Provisional = month.Told.Provisional,
        Deciding = month.Told.Deciding,
        Rule = month.Told.Rule,
        Means = month.Told.Means,
        Href = FormattableString.Invariant($"/api/{month.Told.Service}/sites/{month.Told.Site}/class?from={month.Told.From:yyyy-MM-dd}&to={month.Told.To:yyyy-MM-dd}"),
        DeterminedAt = month.Told.DeterminedAt,
    };

    private static string? Symbol(string? key) => key is null ? null : WaterClasses.Find(key)?.Symbol();
}
