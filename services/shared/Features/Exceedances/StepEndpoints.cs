using System.Collections.Frozen;
using Bishui.Features.Attachments;
using Bishui.Features.Readings;
using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Cases;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features.Exceedances;

/// <summary>The steps of a case, all through one route: the state says which there are, the caller's part in the case which are its own.</summary>
internal static class StepEndpoints
{
    private static readonly Dictionary<string, CaseStep> Steps =
        Enum.GetValues<CaseStep>().Except([CaseStep.Register, CaseStep.Raise]).ToDictionary(Words.Of);

    public static void MapSteps(this RouteGroupBuilder group) =>
        group.MapPost("/{id}/steps", Take).Produces<CaseView>()
            .WithSummary("案件处置：交办、责任退回、承办、整改、办结、审核退回、归档、重新立案、移交、认定、升级、催办、回复 / Take a step in a case");

    private static async Task<IResult> Take(
        string id, CaseStepRequest request, HttpContext http, IDocumentStore store, IdempotentWrites writes, CaseReadings readings, SiteDirectory sites,
        SectionRounds rounds, ServiceName service, IEnumerable<ILinkTarget> targets, IEnumerable<IWatchesRecords> watchers, RequestClock clock,
        CancellationToken cancel)
    {
        var now = clock.Now;
        var access = await CaseAccess.OfAsync(store, sites, http.User.Caller(), clock.Today(), cancel);
        // Readings and the directory of sites are not part of a decision: what was looked up before is held against the case as the decision finds it.
        var followUp = request.Step == Words.Of(CaseStep.Finish) ? await FollowUpAsync(id, store, readings, now, cancel) : null;
        var known = request.Step == Words.Of(CaseStep.Verdict) ? await sites.CurrentAsync(cancel) : FrozenDictionary<string, SiteEntry>.Empty;
        var answer = await writes.WriteAsync(http, new Aggregate("case", id), request, async (reader, commit) =>
        {
            if (await reader.FindAsync(ExceedanceCollections.Cases, id, cancel) is not { } held) return ExceedanceEndpoints.Unknown(id);
            if (!access.Sees(held.Body)) return ExceedanceEndpoints.NotYours();
            if (http.Request.Refusal(held.Version) is { } stale) return stale;
            if (request.Step is null || !Steps.TryGetValue(request.Step, out var step))
                return Refusals.Invalid([new(null, "step", "unknown-step", "应为 / must be one of: " + string.Join(", ", Steps.Keys))]);

            var asked = new AskedStep(held.Body, step, request, access, followUp, now);
            if (CaseSteps.Refusal(asked) is { } refusal) return refusal;
            var check = new EntryCheck(reader, null, access.Caller, ChinaTime.DayOf(now));
            CaseSteps.Check(asked, check);
            await check.BasisAsync(request.Links, [.. (request.Attachments ?? []).Select(a => new EntryAttachment { Name = a.Name, Sha256 = a.Sha256 })], targets, cancel);
            if (check.Errors.Count > 0) return Refusals.Invalid(check.Errors);
            if (step == CaseStep.Finish && CaseSteps.Missing(held.Body, followUp) is { Count: > 0 } missing)
                return Problems.Of(StatusCodes.Status409Conflict, "cannot-finish", "办结条件尚未满足", "The case cannot be finished yet", missing);
            if (step == CaseStep.Reopen
                && await reader.FindByAsync(ExceedanceCollections.Cases, ExceedanceCollections.Open, ExceedanceCollections.KeyOf(held.Body), cancel) is { } open)
                return Problems.Of(StatusCodes.Status409Conflict, "another-case-open", "同一点位、指标和规则已有未办结案件",
                    "A case about the same is open already", detail: open.Id);

            // Whoever reads the ledgers of the tasks that the site serves sees the case, and so its files.
            foreach (var task in access.TasksOf(held.Body))
                await commit.CiteAttachments(reader, task.Id, (request.Attachments ?? []).Select(a => a.Sha256), cancel);
            var after = commit.WriteCase(held, CaseSteps.Take(asked), service.Name, now, access.Caller.Unit);
            if (step == CaseStep.Verdict) await MarkClassesAsync(reader, commit, held.Body, after, known, cancel);
            http.Response.SetETag(held.Version + 1);
            return Answer.Ok(ExceedanceEndpoints.ViewOf(after, access, now));
        }, cancel);
        if (request.Step == Words.Of(CaseStep.Verdict)) rounds.Wake();
        // A case that is closed, or open again, is what some duties last for.
        if (request.Step is "archive" or "reopen")
            foreach (var watcher in watchers) watcher.Wake();
        return answer;
    }

    /// <summary>What a verdict takes out of the readings, or gives back, changes the class of their months.</summary>
    private static async ValueTask MarkClassesAsync(
        IDocumentReader reader, Commit commit, Exceedance before, Exceedance after, FrozenDictionary<string, SiteEntry> sites, CancellationToken cancel)
    {
        CaseJudgement[] judged = [.. new[] { before.Verdict, after.Verdict }.OfType<CaseJudgement>()];
        var (from, to) = (judged.Min(one => one.From), judged.Max(one => one.To));
        if (sites.GetValueOrDefault(after.Site)?.District(ChinaTime.DayOf(to)).Target is not null)
            await SectionRounds.MarkAsync(reader, commit, after.Site, from, to.AddMilliseconds(1), cancel);
    }

    private static async ValueTask<FollowUpSample?> FollowUpAsync(
        string id, IDocumentReader store, CaseReadings readings, DateTimeOffset now, CancellationToken cancel) =>
        await store.FindAsync(ExceedanceCollections.Cases, id, cancel) is { Body: var about } && CaseSteps.RectifiedAt(about) is { } rectified
            ? await readings.FollowUpAsync(about, rectified, now, cancel)
            : null;
}
