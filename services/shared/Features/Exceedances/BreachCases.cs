using Bishui.Contracts.Exceedances;
using Bishui.Features.Readings;
using Bishui.Features.Requests;
using Bishui.Features.Sites;
using Bishui.Rules.Cases;
using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

/// <summary>What readings beyond their limits do to the cases.</summary>
internal sealed class BreachCases(ServiceName service, CaseSweep sweep) : IBreachCases
{
    private const int KeptReadings = 100;

    /// <summary>
    /// Opens one case for each site, parameter and rule that has none open, adds to those that have, and opens again one that was closed of late.
    /// Told in one message a batch.
    /// </summary>
    public async ValueTask<IReadOnlyList<string>> ReportAsync(
        IDocumentReader reader, Commit commit, IReadOnlyList<LimitBreach> breaches, DateTimeOffset now, CancellationToken cancel)
    {
        var cases = new List<string>();
        var opened = new List<LimitExceeded>();
        foreach (var group in breaches.GroupBy(b => ExceedanceCollections.OpenKey(b.Site.Id, b.Reading.Parameter, b.Judgement.Rule)))
        {
            var found = group.OrderBy(b => b.Reading.Time).ToList();
            var evidence = found.ConvertAll(EvidenceOf);
            var held = await reader.FindCaseAsync(group.Key, cancel);
            if (held is null || After(held.Body, evidence, now) is not { } continued)
            {
                var exceedance = commit.WriteCase(null, Open(found[0], evidence, now), service.Name, now);
                opened.Add(Tell(service.Name, found[0].Site, exceedance));
                cases.Add(exceedance.Id);
            }
            else
            {
                commit.WriteCase(held, continued, service.Name, now);
                cases.Add(held.Id);
            }
        }
        if (opened.Count > 0) commit.Publish(new LimitsExceeded { Exceedances = opened });
        return cases;
    }

    public void Changed(IEnumerable<string> sites) => sweep.Look(sites);

    private static ExceedingReading EvidenceOf(LimitBreach breach) => new()
    {
        Id = ReadingId.Of(breach.Reading, breach.Version),
        Time = breach.Reading.Time,
        Value = breach.Judgement.Value,
        Limit = breach.Judgement.Limit,
        Multiple = breach.Judgement.Multiple,
    };

    /// <summary>The case with the evidence; null where the evidence is not its own but opens a case.</summary>
    private static Exceedance? After(Exceedance held, List<ExceedingReading> evidence, DateTimeOffset now)
    {
        if (held.State != CaseState.Archived) return CaseLife.Weigh(With(held, evidence), 0m, 0, now);
        return CaseContinuation.Of(held, evidence[0].Time, evidence[^1].Time) switch
        {
            Continuation.Add => With(held, evidence),
            Continuation.Reopen => CaseLife.Weigh(
                With(CaseLife.Reopen(held, now, "归档后再次超标 / beyond the limit again after the closing"), evidence), 0m, 0, now),
            _ => null,
        };
    }

    private static Exceedance With(Exceedance held, List<ExceedingReading> evidence)
    {
        var (first, last) = (evidence[0].Time, evidence[^1]);
        return held with
        {
            ReadingCount = held.ReadingCount + evidence.Count,
            Readings = [.. held.Readings.Concat(evidence).Take(KeptReadings)],
            Latest = held.Latest is { } latest && latest.Time >= last.Time ? latest : last,
            Worst = held.Worst is { } worst ? evidence.Aggregate(worst, CaseLife.Worse) : evidence.Aggregate(CaseLife.Worse),
            Since = first < held.Since ? first : held.Since,
            RecoveredAt = held.State != CaseState.Archived && last.Time > held.RecoveredAt ? null : held.RecoveredAt,
            Evidence = held.Evidence == CaseEvidenceState.Withdrawn ? CaseEvidenceState.PartlyWithdrawn : held.Evidence,
        };
    }

    private static Exceedance Open(LimitBreach first, List<ExceedingReading> evidence, DateTimeOffset now) => CaseLife.With(CaseLife.Enter(CaseLife.Weigh(new()
    {
        Id = Guid.CreateVersion7(now).ToString("N"),
        Site = first.Site.Id,
        SiteKind = first.Site.Kind,
        Tasks = first.Site.Tasks,
        Topics = first.Site.Topics,
        Parameter = first.Reading.Parameter,
        Rule = first.Judgement.Rule,
        State = CaseState.Registered,
        OpenedAt = now,
        Unit = first.Site.Unit,
        Value = first.Judgement.Value,
        Limit = first.Judgement.Limit,
        LimitText = first.Judgement.LimitText,
        LimitUnit = first.Judgement.Unit,
        Multiple = first.Judgement.Multiple,
        Standard = first.Judgement.Standard,
        Grade = first.Judgement.Grade,
        Since = evidence[0].Time,
        ReadingCount = evidence.Count,
        Readings = [.. evidence.Take(KeptReadings)],
        Latest = evidence[^1],
        Worst = evidence.Aggregate(CaseLife.Worse),
        Streak = 1,
        Evidence = CaseEvidenceState.Standing,
    }, 0m, 0, now), CaseState.Registered, now), CaseStep.Register, now);

    private static LimitExceeded Tell(string service, Site site, Exceedance opened) => new()
    {
        ExceedanceId = opened.Id,
        Service = service,
        Site = site.Id,
        SiteKind = site.Kind,
        Unit = site.Unit,
        Tasks = site.Tasks,
        Topics = site.Topics,
        Parameter = opened.Parameter!,
        Rule = opened.Rule,
        TakenAt = opened.Readings[0].Time,
        Value = opened.Value!.Value,
        Limit = opened.Limit,
        LimitText = opened.LimitText!,
        LimitUnit = opened.LimitUnit!,
        Multiple = opened.Multiple,
        Standard = opened.Standard!,
        Grade = opened.Grade!,
        OpenedAt = opened.OpenedAt,
    };
}
