using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Scores;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Facts;

/// <summary>Every event that reached assessment, as it was told.</summary>
internal static class FactEndpoints
{
    private const int UsualLimit = 100;
    private const int LargestLimit = 1000;

    public static void MapFacts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/facts").WithTags("Facts");
        group.MapGet("/", List)
            .WithSummary("事实列表：按接收次序分页；单位只见与本单位有关的事实")
            .WithDescription("Facts in the order they were received. Give `next` as `after` for the following page.");
        group.MapGet("/{id}", Find).WithSummary("一条事实");
    }

    private static async Task<Results<Ok<FactPage>, ProblemHttpResult>> List(
        string? type, string? after, string? limit, ClaimsPrincipal user, FactLog log, CancellationToken cancel)
    {
        if (!MayRead(user.Caller(), out var unit)) return Forbidden();
        List<RowError> errors = [];
        if (type is not null && !FactTypes.All.Contains(type))
            errors.Add(new(null, "type", "unknown-type", $"应为下列之一 / must be one of: {string.Join(", ", FactTypes.All)}"));
        if (!TryRead(after, 0, 0, long.MaxValue - 1, out var place))
            errors.Add(new(null, "after", "bad-position", "应为上一页的 next / must be the `next` of the page before"));
        if (!TryRead(limit, UsualLimit, 1, LargestLimit, out var count))
            errors.Add(new(null, "limit", "bad-limit", $"应为 1 至 {LargestLimit} / must be 1 to {LargestLimit}"));
        if (errors.Count > 0) return Refusals.Invalid(errors);

        // One more than asked for tells whether there is a next page.
        var found = await log.ReadAsync(type, unit, place, (int)count + 1, cancel);
        var items = found.Take((int)count).Select(FactView.Of).ToList();
        return TypedResults.Ok(new FactPage(items, found.Count > count ? items[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Ok<FactView>, ProblemHttpResult>> Find(string id, ClaimsPrincipal user, FactLog log, CancellationToken cancel)
    {
        if (!MayRead(user.Caller(), out _)) return Forbidden();
        var found = await log.FindAsync(id, cancel);
        return found is null || !user.Caller().Sees(found.Fact)
            ? Problems.Of(404, "unknown-fact", "没有这条事实", "There is no such fact")
            : TypedResults.Ok(FactView.Of(found));
    }

    /// <summary>Who sees all reads all (no unit); a unit reads what is about itself.</summary>
    private static bool MayRead(Caller caller, out string? unit)
    {
        unit = caller.SeesAll() ? null : caller.Unit;
        return unit is not "";
    }

    private static ProblemHttpResult Forbidden() => Problems.Of(403, "forbidden", "无权查看事实", "Facts are for supervisors and for the unit they are about");

    private static bool TryRead(string? text, long usual, long least, long most, out long value)
    {
        value = usual;
        return text is null || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);
    }
}

internal sealed record FactPage(IReadOnlyList<FactView> Items, string? Next);

/// <summary>A fact as it is shown.</summary>
internal sealed record FactView
{
    public required string Id { get; init; }

    public required long Sequence { get; init; }

    public required string Type { get; init; }

    public required string Service { get; init; }

    public required IReadOnlyList<int> Tasks { get; init; }

    public required string? Unit { get; init; }

    public required IReadOnlyList<string>? Units { get; init; }

    public required string? Site { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required Guid MessageId { get; init; }

    public required string? TraceId { get; init; }

    public required JsonElement Body { get; init; }

    public static FactView Of(StoredFact stored) => new()
    {
        Id = stored.Fact.Id,
        Sequence = stored.Sequence,
        Type = stored.Fact.Type,
        Service = stored.Fact.Service,
        Tasks = stored.Fact.Tasks,
        Unit = stored.Fact.Unit,
        Units = stored.Fact.Units,
        Site = stored.Fact.Site,
        OccurredAt = stored.Fact.OccurredAt,
        RecordedAt = stored.Fact.RecordedAt,
        ReceivedAt = stored.ReceivedAt,
        MessageId = stored.MessageId,
        TraceId = stored.TraceId,
        Body = JsonSerializer.Deserialize<JsonElement>(stored.Fact.Body),
    };
}
