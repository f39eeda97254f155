using Bishui.Contracts.Plans;
using Bishui.Ecological.Evaluations;
using Bishui.Ecological.Judgements;
using Bishui.Features;
using Bishui.Features.Readings;
using Bishui.Features.Sites;
using Bishui.Features.Tasks;

namespace Bishui.Ecological;

/// <summary>重点流域污染防治与水生态环境保护</summary>
public sealed class EcologicalCategory : ICategory
{
    /// <inheritdoc/>
    public static string Name => "ecological";

    /// <inheritdoc/>
    public static string NameZh => "重点流域污染防治与水生态环境保护";

    /// <inheritdoc/>
    public static IReadOnlyList<Topic> Topics => EcologicalTopics.All;

    /// <inheritdoc/>
    public static IReadOnlyList<Site> SitesOf(PlanAdopted plan) => KnownSites.Of(plan);

    /// <inheritdoc/>
    public static void Map(RouteGroupBuilder group)
    {
        group.MapJudgements();
        group.MapEvaluations();
    }

    /// <inheritdoc/>
    public static void MapPublic(IEndpointRouteBuilder routes)
    {
        routes.MapPublicSections();
        routes.MapPublicEvaluations();
    }
}
