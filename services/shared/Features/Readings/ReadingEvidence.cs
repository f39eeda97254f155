using Bishui.Features.Obligations;
using Bishui.Features.Sites;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>A valid reading at the object's site within the duty's days: the sample was taken.</summary>
internal sealed class ReadingEvidence(IReadingStore readings, SiteDirectory sites) : IEvidenceSource
{
    public bool Reads(EvidenceRule rule) => rule is EvidenceRule.ByReading;

    public async ValueTask<Closing?> FindAsync(EvidenceQuestion question, CancellationToken cancel)
    {
        var obligation = question.Obligation;
        if (question.About is not { } about || obligation.From is not { } from || obligation.Due is not { } due || from > question.Today) return null;

        Reading? first = null;
        foreach (var site in await SitesOfAsync(about, cancel))
        {
            var earliest = await readings.FirstAsync(new()
            {
                Site = site,
                From = ChinaTime.StartOf(from),
                To = ChinaTime.StartOf(due.AddDays(1)),
                Flags = ReadingFlags.Valid,
                WithValue = true,
            }, cancel);
            if (earliest is not null && (first is null || earliest.Time < first.Time)) first = earliest;
        }
        if (first is null) return null;
        var day = ChinaTime.DayOf(first.Time);
        return new(day, [new() { Kind = "reading", Id = ReadingId.Of(first), On = day, RecordedAt = first.RecordedAt }]);
    }

    private async ValueTask<IReadOnlyList<string>> SitesOfAsync(DutyObject about, CancellationToken cancel)
    {
        var known = (await sites.CurrentAsync(cancel)).Values.Select(entry => entry.Site).DistinctBy(site => site.Id);
        return [.. known.Where(site => site.Id == (about.Site ?? about.Id) || site.Zone == about.Id).Select(site => site.Id)];
    }
}
