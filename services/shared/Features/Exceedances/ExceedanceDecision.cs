using Bishui.Contracts.Exceedances;
using Bishui.Features.Readings;
using Bishui.Features.Sites;
using Bishui.Rules.Judging;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;

namespace Bishui.Features.Exceedances;

/// <summary>A reading that did not meet its limit.</summary>
/// <param name="Site">Where.</param>
/// <param name="Reading">The reading as sent.</param>
/// <param name="Version">The version the store gave it.</param>
/// <param name="Judgement">Why it is beyond.</param>
internal sealed record Beyond(Site Site, Reading Reading, int Version, Judgement Judgement);

/// <summary>What a batch did to the cases.</summary>
/// <param name="Cases">Ids of the cases it opened or added to.</param>
/// <param name="Readings">Readings beyond their limit.</param>
internal sealed record ExceedanceDecision(IReadOnlyList<string> Cases, int Readings)
{
    private const int KeptReadings = 100;

    /// <summary>Opens one case for each site, parameter and rule that has none open, and adds to those that have. Told in one message a batch.</summary>
    public static async ValueTask<ExceedanceDecision> DecideAsync(
        IDocumentReader reader, Commit commit, string service, IReadOnlyList<Beyond> beyond, DateTimeOffset now, CancellationToken cancel)
    {
        var cases = new List<string>();
        var opened = new List<LimitExceeded>();
        foreach (var group in beyond.GroupBy(b => ExceedanceCollections.OpenKey(b.Site.Id, b.Reading.Parameter, b.Judgement.Rule)))
        {
            var evidence = group.OrderBy(b => b.Reading.Time)
                .Select(b => new ExceedingReading { Id = ReadingId.Of(b.Reading, b.Version), Time = b.Reading.Time, Value = b.Judgement.Value }).ToList();
            var held = await reader.FindByAsync(ExceedanceCollections.Cases, ExceedanceCollections.Open, group.Key, cancel);
            if (held is null)
            {
                var exceedance = Open(group.MinBy(b => b.Reading.Time)!, evidence, now);
                commit.Insert(ExceedanceCollections.Cases, exceedance.Id, exceedance);
                opened.Add(Tell(service, group.First().Site, exceedance));
                cases.Add(exceedance.Id);
            }
            else
            {
                var latest = evidence[^1].Time > held.Body.Latest.Time ? evidence[^1] : held.Body.Latest;
                commit.Update(ExceedanceCollections.Cases, held.Id, held.Version, held.Body with
                {
                    ReadingCount = held.Body.ReadingCount + evidence.Count,
                    Readings = [.. held.Body.Readings.Concat(evidence).Take(KeptReadings)],
                    Latest = latest,
                });
                cases.Add(held.Id);
            }
        }
        if (opened.Count > 0) commit.Publish(new LimitsExceeded { Exceedances = opened });
        return new(cases, beyond.Count);
    }

    private static Exceedance Open(Beyond first, List<ExceedingReading> evidence, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString("N"),
        Site = first.Site.Id,
        Parameter = first.Reading.Parameter,
        Rule = first.Judgement.Rule,
        State = ExceedanceCollections.Registered,
        OpenedAt = now,
        Unit = first.Site.Unit,
        Value = first.Judgement.Value,
        Limit = first.Judgement.Limit,
        LimitText = first.Judgement.LimitText!,
        LimitUnit = first.Judgement.Unit,
        Multiple = first.Judgement.Multiple,
        Standard = first.Judgement.Standard!,
        Grade = first.Judgement.Grade,
        ReadingCount = evidence.Count,
        Readings = [.. evidence.Take(KeptReadings)],
        Latest = evidence[^1],
        Steps = [new ExceedanceStep { State = ExceedanceCollections.Registered, Actor = "platform", At = now }],
    };

    private static LimitExceeded Tell(string service, Site site, Exceedance opened) => new()
    {
        ExceedanceId = opened.Id,
        Service = service,
        Site = site.Id,
        SiteKind = site.Kind,
        Unit = site.Unit,
        Tasks = site.Tasks,
        Parameter = opened.Parameter,
        Rule = opened.Rule,
        TakenAt = opened.Readings[0].Time,
        Value = opened.Value,
        Limit = opened.Limit,
        LimitText = opened.LimitText,
        LimitUnit = opened.LimitUnit,
        Multiple = opened.Multiple,
        Standard = opened.Standard,
        Grade = opened.Grade,
        OpenedAt = opened.OpenedAt,
    };
}
