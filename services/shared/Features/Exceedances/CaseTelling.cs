using Bishui.Contracts.Exceedances;
using Bishui.Features.Requests;
using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

/// <summary>Writes cases and tells of them: whoever changes one goes through here.</summary>
internal static class CaseTelling
{
    /// <summary>
    /// Writes a case as it has become, and tells it when a step was taken or when what others know of it is no longer so: readings that only add
    /// to the evidence are not news. All cases of one commit are told in one message.
    /// </summary>
    public static Exceedance WriteCase(
        this Commit commit, Stored<Exceedance>? before, Exceedance after, string service, DateTimeOffset now, string by = ExceedanceStep.Platform)
    {
        after = after with { NextAt = CaseTimers.NextOf(after, CaseRuleFile.Carried) };
        var isNews = before is null || before.Body.Steps.Count != after.Steps.Count || Of(before.Body, now, by) != Of(after, now, by);
        if (before is null)
        {
            commit.Insert(ExceedanceCollections.Cases, after.Id, after);
        }
        else
        {
            if (isNews) after = after with { Revision = before.Body.Revision + 1 };
            commit.Update(ExceedanceCollections.Cases, after.Id, before.Version, after);
        }
        if (isNews) Tell(commit, service, Of(after, now, by));
        return after;
    }

    private static void Tell(Commit commit, string service, CaseTold told)
    {
        if (commit.Events.Select(outgoing => outgoing.Message).OfType<CasesChanged>().FirstOrDefault() is { Cases: List<CaseTold> others }) others.Add(told);
        else commit.Publish(new CasesChanged { Service = service, Cases = new List<CaseTold> { told } });
    }

    private static CaseTold Of(Exceedance about, DateTimeOffset now, string by) => new()
    {
        CaseId = about.Id,
        Kind = Words.Of(about.Kind),
        Revision = about.Revision,
        Site = about.Site,
        SiteKind = about.SiteKind,
        Tasks = about.Tasks,
        Topics = about.Topics,
        Parameter = about.Parameter,
        Rule = about.Rule,
        State = Words.Of(about.State),
        Severity = about.Severity is { } severity ? Words.Of(severity) : null,
        Unit = about.Unit,
        Holder = about.Holder,
        Verdict = about.Verdict is { } judged ? Words.Of(judged.Verdict) : null,
        VerdictReason = about.Verdict?.Reason,
        Worst = about.Worst?.Value,
        Multiple = about.Worst?.Multiple,
        Since = about.Since,
        RecoveredAt = about.RecoveredAt,
        Due = about.Due,
        Overdue = about.Overdue,
        EscalatedAt = about.Escalation?.At,
        OpenedAt = about.OpenedAt,
        ChangedAt = now,
        ChangedBy = by,
    };
}
