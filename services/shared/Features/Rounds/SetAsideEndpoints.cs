using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Bishui.Features.Rounds;

/// <summary>Shows operators what background work cannot get over.</summary>
internal static class SetAsideEndpoints
{
    public static void MapSetAside(this IEndpointRouteBuilder routes) => routes.MapGet("/operations/set-aside", List).WithTags("Operations")
        .RequireAuthorization(Roles.Admin).WithSummary("后台处理失败而暂放一旁的事项及原因 / What background work set aside because it failed, and why");

    private static Ok<ListAnswer<SetAsideItem>> List(IEnumerable<IHostedService> work) => TypedResults.Ok(new ListAnswer<SetAsideItem>(
        [.. work.OfType<PeriodicRounds>().SelectMany(rounds => rounds.Aside.Items).OrderBy(item => item.Since)]));
}
