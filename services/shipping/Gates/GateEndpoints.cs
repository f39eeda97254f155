using Bishui.Contracts.Tasks;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Bishui.Shipping.Vessels;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Shipping.Gates;

/// <summary>
/// The plan's gates (超过使用年限的船舶不得运营; 新投入使用的船舶符合 GB 3552-2018): a check is decided here and stands in the ledger in the same
/// commit, so that the ledger takes a vessel's operation or entry into service only after it was passed.
/// </summary>
internal static class GateEndpoints
{
    public static IServiceCollection AddGates(this IServiceCollection services) => services.AddCollection(GateCollections.Checks);

    public static void MapGates(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/gate-checks").WithTags("船舶准入核验 Gate checks");
        group.MapPost("/", Check).Produces<GateCheck>(StatusCodes.Status201Created)
            .WithSummary("核验船舶能否运营或投入使用，结果同时记入台账 / Check whether a vessel may operate or enter service; the ledger records it");
        group.MapGet("/", List).WithSummary("船舶的历次核验，新的在前 / Checks of a vessel, newest first: ?ship=");
        group.MapGet("/{id}", Get).WithSummary("一次核验及其依据 / One check with what it rests on");
    }

    private static async Task<IResult> Check(
        GateCheckRequest request, HttpContext http, IdempotentWrites writes, RegisterBook book, TaskEntries entries, StandardLibrary library, RequestClock clock,
        CancellationToken cancel)
    {
        var caller = http.User.Caller();
        var now = clock.Now;
        var (today, day) = (ChinaTime.DayOf(now), request.On ?? ChinaTime.DayOf(now));
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (await TaskEntries.RefusalAsync(reader, caller, ShippingTopics.VesselStandards, TaskAction.Record, clock.Today(), cancel) is { } refusal) return refusal;
            var errors = new List<RowError>();
            if (string.IsNullOrWhiteSpace(request.Ship)) errors.Add(new(null, "ship", "missing", "须指明船舶 / name the vessel"));
            if (request.Gate is null) errors.Add(new(null, "gate", "missing", "须指明核验事项：operation 或 entry-into-service / say which gate"));
            if (day > today) errors.Add(new(null, "on", "in-the-future", "不得晚于今天 / must not be after today"));
            if (errors.Count > 0) return Refusals.Invalid(errors);
            if (await book.FindAsync<Vessel>(reader, request.Ship!, day, cancel) is not { } ship)
                return Refusals.Invalid([new(null, "ship", "unknown-vessels", $"{day:yyyy-MM-dd} 名录没有船舶 {request.Ship} / the register has no such vessel on that day")]);
            var proofs = (await book.ListAsync<DischargeProof>(reader, day, cancel))
                .Where(proof => proof.Values.Vessel == ship.Id && (request.Proof is null || proof.Id == request.Proof)).ToList();
            if (request.Proof is not null && proofs.Count == 0)
                return Refusals.Invalid([new(null, "proof", "unknown-discharge-proofs", $"该船没有证明 {request.Proof} / the vessel has no such proof")]);

            var decision = request.Gate == Gate.Operation ? GateDecision.OnOperation(ship, library, day) : GateDecision.OnEntry(ship, proofs, day);
            // What cannot be said is not said in the ledger: neither passed nor failed.
            if (decision is not { Passed: { } passed })
                return Problems.Of(StatusCodes.Status422UnprocessableEntity, decision.Reasons[0].Code, decision.Reasons[0].Zh, decision.Reasons[0].En);

            var outcome = passed ? "passed" : "failed";
            var entry = await entries.AppendAsync(reader, commit, ShippingTopics.VesselStandards, caller, now, "evidence", TextOf(ship, request.Gate!.Value, passed, decision), new LedgerRecord
            {
                Type = "gate-check",
                Topic = request.Gate == Gate.Operation ? "ship-age" : "ship-discharge-standard",
                On = day,
                ObjectId = ship.Id,
                Outcome = outcome,
                Document = decision.Certificate,
            }, [.. decision.Evidence.Select(one => new EntryLink { Kind = one.Kind, Id = one.Id })], cancel);
            var check = new GateCheck
            {
                Id = entry.Id,
                Ship = ship.Id,
                ShipName = ship.Values.Name,
                Gate = request.Gate.Value,
                On = day,
                Outcome = outcome,
                Reasons = decision.Reasons,
                Age = decision.Age?.Years,
                ScrappingAge = decision.Age?.ScrappingAge,
                Standard = decision.Standard,
                Rule = decision.Rule,
                Evidence = decision.Evidence,
                Unit = caller.Unit,
                CheckedAt = entry.RecordedAt,
            };
            commit.Insert(GateCollections.Checks, check.Id, check);
            return Answer.Created($"/api/shipping/gate-checks/{check.Id}", check);
        }, cancel);
        book.Changed();
        return answer;
    }

    private static async Task<Results<Ok<ListAnswer<GateCheck>>, ProblemHttpResult>> List(
        IDocumentReader store, RequestClock clock, HttpContext http, string? ship, string? after, int? limit, CancellationToken cancel)
    {
        if (await TaskEntries.RefusalAsync(store, http.User.Caller(), ShippingTopics.VesselStandards, TaskAction.Read, clock.Today(), cancel) is { } refusal) return refusal;
        return TypedResults.Ok(ListAnswer.Of(await store.ListAsync(GateCollections.Checks, new()
        {
            Index = GateCollections.ByShip,
            From = ship is null ? null : ship + "|",
            Before = ship is null ? null : ship + "}",
            After = after,
            Limit = Paging.Limit(limit),
            Descending = true,
        }, cancel)));
    }

    private static async Task<Results<Ok<GateCheck>, ProblemHttpResult>> Get(string id, IDocumentReader store, RequestClock clock, HttpContext http, CancellationToken cancel)
    {
        if (await TaskEntries.RefusalAsync(store, http.User.Caller(), ShippingTopics.VesselStandards, TaskAction.Read, clock.Today(), cancel) is { } refusal) return refusal;
        return await store.FindAsync(GateCollections.Checks, id, cancel) is { } held
            ? TypedResults.Ok(held.Body)
            : Problems.Of(StatusCodes.Status404NotFound, "unknown-gate-check", $"没有核验 {id}", $"there is no gate check {id}");
    }

    private static string TextOf(Row<Vessel> ship, Gate gate, bool passed, GateDecision decision) =>
        $"船舶“{ship.Values.Name}”{(gate == Gate.Operation ? "运营前船龄核验" : "投入使用前排放标准核验")}：{(passed ? "通过" : "未通过")}。{string.Join("；", decision.Reasons.Select(reason => reason.Zh))}";
}
