using Bishui.Features.Requests;
using Bishui.Features.Silence;
using Bishui.Features.Sites;
using Bishui.Rules.Cases;
using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

/// <summary>Cases about sites that should report and do not (数据中断): one open for each site, with the life of every other case.</summary>
internal sealed class SilenceCases(ServiceName service) : ISilenceCases
{
    /// <summary>Name and version of the rule, as the case and its messages carry it.</summary>
    public const string Rule = "silence/1";

    /// <summary>
    /// Opens the case of a site that fell silent, or lets the one go on that was closed of late. One that is open already stays as it is, but for
    /// the recovery, which is over. The commit is the caller's; several cases of one commit are told in one message.
    /// </summary>
    /// <param name="reader">The reader of the caller's decision, or the store.</param>
    /// <param name="commit">What the caller is about to commit.</param>
    /// <param name="site">The site.</param>
    /// <param name="since">When the silence began.</param>
    /// <param name="detail">What a person should know: what is owed, what arrived last.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Id of the case.</returns>
    public async ValueTask<string> OpenAsync(
        IDocumentReader reader, Commit commit, Site site, DateTimeOffset since, string detail, DateTimeOffset now, CancellationToken cancel)
    {
        var held = await reader.FindCaseAsync(ExceedanceCollections.SilenceKey(site.Id), cancel);
        if (held?.Body is { State: not CaseState.Archived } open)
        {
            if (open.RecoveredAt is not null) commit.WriteCase(held, open with { RecoveredAt = null, Detail = detail }, service.Name, now);
            return held.Id;
        }
        if (held is not null && CaseContinuation.Of(held.Body, since, since) != Continuation.None)
        {
            var reopened = CaseLife.Reopen(held.Body, now, "归档后数据再次中断 / silent again after the closing");
            commit.WriteCase(held, reopened with { Detail = detail }, service.Name, now);
            return held.Id;
        }

        return commit.WriteCase(null, CaseLife.With(CaseLife.Enter(new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Kind = CaseKind.Silence,
            Site = site.Id,
            SiteKind = site.Kind,
            Tasks = site.Tasks,
            Topics = site.Topics,
            Rule = Rule,
            State = CaseState.Registered,
            OpenedAt = now,
            Unit = site.Unit,
            Since = since,
            Detail = detail,
        }, CaseState.Registered, now), CaseStep.Register, now, detail), service.Name, now).Id;
    }

    /// <summary>Notes that data arrive again; the case stays open until people have closed it. Without an open case nothing changes.</summary>
    /// <param name="reader">The reader of the caller's decision, or the store.</param>
    /// <param name="commit">What the caller is about to commit.</param>
    /// <param name="site">The site.</param>
    /// <param name="at">When the first reading after the silence was taken.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Id of the case; null where none is open.</returns>
    public async ValueTask<string?> RecoverAsync(
        IDocumentReader reader, Commit commit, Site site, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel)
    {
        var held = await reader.FindCaseAsync(ExceedanceCollections.SilenceKey(site.Id), cancel);
        if (held is null || held.Body.State == CaseState.Archived) return null;
        if (held.Body.RecoveredAt is null) commit.WriteCase(held, held.Body with { RecoveredAt = at }, service.Name, now);
        return held.Id;
    }
}
