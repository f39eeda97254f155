using Bishui.Contracts.Readings;
using Bishui.Features.Requests;
using Bishui.Hosting;
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

/// <summary>A section's month as it was told.</summary>
/// <param name="Section">The class with its target, the means and what they rest on.</param>
/// <param name="Href">Opens the class with its readings at the service that measures.</param>
internal sealed record SectionMonthView(SectionClassified Section, string Href)
{
    public static SectionMonthView Of(SectionMonth month) => new(month.Told,
        FormattableString.Invariant($"/api/{month.Told.Service}/sites/{month.Told.Site}/class?from={month.Told.From:yyyy-MM-dd}&to={month.Told.To:yyyy-MM-dd}"));
}
