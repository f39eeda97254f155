using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Bishui.Assessment.Common;
using Bishui.Features.Requests;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Plan.Sets;

/// <summary>Members of the sets that the plan leaves open, such as 各镇人民政府.</summary>
internal static class MemberEndpoints
{
    private const int LongestText = 200;

    public static IServiceCollection AddUnitMembers(this IServiceCollection services) =>
        services.AddCollection(Membership.Memberships).AddSingleton<MembershipStore>();

    public static void MapUnitMembers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/plan/units/{key}/members", List).WithTags("Plan").AllowAnonymous().IsPublicAnswer()
            .WithSummary("泛指单位的成员（如“各镇人民政府”），按日期").WithDescription(QueryInstants.Help);
        routes.MapPost("/api/plan/units/{key}/members", Record).WithTags("Plan").RequireAuthorization().Produces<MemberView>(201)
            .WithSummary("登记泛指单位的成员；只增不改，更正另立一条并指明原条目");
    }

    private static async Task<Results<Ok<MemberPage>, ProblemHttpResult>> List(
        string key, string? at, PlanStore plans, MembershipStore members, RequestClock clock, CancellationToken cancel)
    {
        if (!QueryInstants.TryRead(at, clock, out var instant)) return QueryInstants.Bad();
        var document = await plans.InForceAtAsync(instant, cancel);
        if (document.OpenSets.FirstOrDefault(each => each.Unit == key) is not { } set) return UnknownSet();
        return TypedResults.Ok(MemberPage.Of(document, set, await members.ReadAsync(cancel), ChinaTime.DayOf(instant)));
    }

    private static async Task<Results<Created<MemberView>, ProblemHttpResult>> Record(
        string key, MemberRequest request, ClaimsPrincipal user, PlanStore plans, MembershipStore members, RequestClock clock, CancellationToken cancel)
    {
        var caller = user.Caller();
        if (!caller.MayDecide())
            return Problems.Of(403, "forbidden", "只有区生态环境保护委员会和平台管理员可以登记成员", "Members are recorded by the ecology committee and by administrators");
        var sets = (await plans.InForceAtAsync(clock.Now, cancel)).OpenSets;
        if (sets.All(set => set.Unit != key)) return UnknownSet();
        var errors = Errors(request);
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var now = clock.Now;
        var membership = new Membership
        {
            Id = "",                                            // given where it is recorded
            Set = key,
            Name = request.Name!.Trim(),
            From = request.From!.Value,
            To = request.To,
            Document = request.Document!.Trim(),
            Corrects = request.Corrects,
            RecordedBy = caller.ClientId,
            RecordedAt = now,
        };
        var (recorded, refusal) = await members.RecordAsync(membership, sets, cancel);
        return recorded is null ? Refused(refusal!) : TypedResults.Created($"/api/plan/units/{key}/members", MemberView.Of(recorded, corrected: false));
    }

    private static List<RowError> Errors(MemberRequest request)
    {
        List<RowError> errors = [];
        Text("name", request.Name);
        Text("document", request.Document);
        if (request.From is null) errors.Add(new(null, "from", "required", "from 为起始日期 / must be the first day"));
        if (request.To < request.From) errors.Add(new(null, "to", "before-from", "to 不得早于 from / must not be before from"));
        return errors;

        void Text(string field, string? text)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Trim().Length > LongestText)
                errors.Add(new(null, field, "bad-text", $"{field} 为1至{LongestText}个字 / must be 1 to {LongestText} characters"));
        }
    }

    private static ProblemHttpResult Refused(string code) => code switch
    {
        "unknown-entry" => Refusals.Invalid([new(null, "corrects", code, "没有这一条目 / there is no such entry of this set")]),
        "already-corrected" => Problems.Of(409, code, "该条目已被更正", "The entry was corrected already"),
        "already-member" => Problems.Of(409, code, "该成员在这段时间内已经登记", "The member is on file for that time already"),
        _ => Problems.Of(409, code, "子集的成员在同一时间必须是全集的成员", "A member of the subset must be a member of the whole set at the same time"),
    };

    private static ProblemHttpResult UnknownSet() => Problems.Of(404, "unknown-set", "计划中没有这个泛指单位", "The plan has no such open set of units");
}

/// <summary>A member to record.</summary>
internal sealed record MemberRequest
{
    public string? Name { get; init; }

    /// <summary>First day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; left out while no end is known.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Number or title of the document it comes from.</summary>
    [MaxLength(Texts.Address)]
    public string? Document { get; init; }

    /// <summary>Id of the entry that this one replaces.</summary>
    public string? Corrects { get; init; }
}

/// <summary>A set on a day.</summary>
internal sealed record MemberPage
{
    public required string Unit { get; init; }

    public required string Name { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>Key of the set that this one is part of; null where it is part of none.</summary>
    public required string? SubsetOf { get; init; }

    /// <summary>No member is on file for the day.</summary>
    public required bool Unresolved { get; init; }

    /// <summary>The members on the day.</summary>
    public required IReadOnlyList<MemberView> Items { get; init; }

    /// <summary>Everything ever recorded, corrected entries too.</summary>
    public required IReadOnlyList<MemberView> Entries { get; init; }

    public required string? Next { get; init; }

    public static MemberPage Of(PlanDocument document, OpenSet set, Memberships members, DateOnly day)
    {
        var items = members.At(set.Unit, day);
        return new()
        {
            Unit = set.Unit,
            Name = document.Plan.Units.First(unit => unit.Key == set.Unit).Name,
            On = day,
            SubsetOf = set.SubsetOf,
            Unresolved = items.Count == 0,
            Items = [.. items.Select(item => MemberView.Of(item, corrected: false))],
            Entries = [.. members.Told(set.Unit).Select(entry => MemberView.Of(entry, members.IsCorrected(entry)))],
            Next = null,
        };
    }
}

internal sealed record MemberView(
    string Id, string Name, DateOnly From, DateOnly? To, string Document, string? Corrects, bool Corrected, DateTimeOffset RecordedAt)
{
    public static MemberView Of(Membership membership, bool corrected) => new(
        membership.Id, membership.Name, membership.From, membership.To, membership.Document, membership.Corrects, corrected,
        membership.RecordedAt.ToOffset(ChinaTime.Offset));
}
