using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Standards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Features.Obligations;

/// <summary>Duties and their deadlines, as every service runs them.</summary>
public static class ObligationRegistration
{
    // Workdays are those of the plan's own region: the national calendar and Guangxi's holiday.
    private const string Region = "guangxi";

    /// <summary>Registers the slice.</summary>
    public static IServiceCollection AddObligations(this IServiceCollection services) => services
        .AddCollection(ObligationCollections.Obligations)
        .AddCollection(ObligationCollections.Objects)
        .AddCollection(ObligationCollections.Urgings)
        .AddSingleton(_ => CalendarFiles.Load(Region))
        .AddSingleton<IEvidenceSource, RecordEvidence>()
        .AddSingleton<IEvidenceSource, CompletionEvidence>()
        .AddSingleton<IEvidenceSource, DateEvidence>()
        .AddSingleton<ObligationSweep>()
        .AddSingleton<IGuardsCompletion, UrgingGuard>()
        .AddSingleton<ILinkTarget, ObligationLinks>()
        .AddSingleton<IWatchesRecords>(provider => provider.GetRequiredService<ObligationSweep>())
        .AddSingleton<IOpensWithPlan>(provider => provider.GetRequiredService<ObligationSweep>())
        .AddHostedService(provider => provider.GetRequiredService<ObligationSweep>());

    /// <summary>Maps the slice's routes, within <c>/api/{service}</c>.</summary>
    public static void MapObligations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/obligations").WithTags("责任事项 Obligations");
        group.MapLists();
        group.MapObjects();
        group.MapDecisions();
    }
}
