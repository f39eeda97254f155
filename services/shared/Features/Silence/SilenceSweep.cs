using Bishui.Contracts.Sites;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Features.Sites;
using Bishui.Rules.Reporting;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Silence;

/// <summary>
/// Finds the sites that do not send what they owe: first stale, then silent, then a case of its own kind; and those that send again. What is told
/// and what is on file change together.
/// </summary>
internal sealed class SilenceSweep(
    IDocumentStore store, IReadingStore readings, SiteDirectory sites, ISilenceCases cases, ServiceName service, TimeProvider clock, ILogger<SilenceSweep> log)
    : PeriodicRounds(clock, log)
{
    protected override string Subject => "The silence of sites";

    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var known = (await sites.CurrentAsync(cancel)).Values.Select(entry => entry.Site).DistinctBy(site => site.Id).ToDictionary(site => site.Id);
        var watched = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var watch in store.StreamAsync(SilenceCollections.Watches, new() { Limit = 1000 }, cancel)) watched.Add(watch.Id);

        var changed = 0;
        foreach (var site in known.Values.Where(site => site.Expected.Count > 0 || watched.Contains(site.Id)).OrderBy(site => site.Id, StringComparer.Ordinal))
            if (await Aside.TryAsync(site.Id, async () => await LookAsync(site, now, cancel), cancel) == true) changed++;
        return changed;
    }

    /// <summary>How a site stands now, with what is on file of since when it owes readings.</summary>
    public async ValueTask<Standing> StandingAsync(Site site, DateTimeOffset now, CancellationToken cancel) =>
        Standing.Of(site, await readings.LatestAsync(site.Id, now, cancel), (await store.FindAsync(SilenceCollections.Watches, site.Id, cancel))?.Body.Owed ?? [], now);

    private async Task<bool> LookAsync(Site site, DateTimeOffset now, CancellationToken cancel)
    {
        var latest = await readings.LatestAsync(site.Id, now, cancel);
        var open = await store.FindByAsync(SilenceCollections.Times, SilenceCollections.Open, site.Id, cancel);
        // The first reading after the gap: also one that came late and fills it.
        var next = open is null ? null : (await readings.FirstAsync(new() { Site = site.Id, From = open.Body.From.AddMilliseconds(1), To = now }, cancel))?.Time;
        return await store.DecideAsync(new Aggregate("site", site.Id), async reader =>
        {
            var commit = new Commit();
            var held = await reader.FindAsync(SilenceCollections.Watches, site.Id, cancel);
            var owed = site.Expected.Select(expected => held?.Body.Owed.FirstOrDefault(each => each.IsFor(expected)) ?? new OwedSince(expected, now)).ToList();
            var standing = Standing.Of(site, latest, owed, now);
            var before = held?.Body.State ?? ReportingState.Reporting;
            var watch = new SiteWatch { Site = site.Id, State = standing.State, Since = standing.Since ?? now, Owed = owed };
            if (held is null) commit.Insert(SilenceCollections.Watches, site.Id, watch);
            else if (before != standing.State || owed.Count != held.Body.Owed.Count || owed.Any(one => !held.Body.Owed.Any(each => each.IsFor(one.Readings))))
                commit.Update(SilenceCollections.Watches, site.Id, held.Version, watch);
            if (before != standing.State) await ChangeAsync(reader, commit, site, standing, next, now, cancel);
            return new Decision<bool>(commit, before != standing.State);
        }, cancel);
    }

    private async ValueTask ChangeAsync(
        IDocumentReader reader, Commit commit, Site site, Standing standing, DateTimeOffset? next, DateTimeOffset now, CancellationToken cancel)
    {
        var open = await reader.FindByAsync(SilenceCollections.Times, SilenceCollections.Open, site.Id, cancel);
        if (standing.State == ReportingState.Reporting)
        {
            if (open is not null)
                commit.Update(SilenceCollections.Times, open.Id, open.Version, open.Body with { Until = next ?? now, OverAt = now });
            await cases.RecoverAsync(reader, commit, site, next ?? now, now, cancel);
        }
        else
        {
            var time = (open?.Body ?? new SilentTime { Site = site.Id, State = "", From = standing.From!.Value, FoundAt = now, Owed = [] }) with { Owed = standing.Late };
            // What has been silent stays so on file, even if only some of it came back.
            if (time.State != Words.Of(ReportingState.Silent)) time = time with { State = Words.Of(standing.State) };
            if (open is null) commit.Insert(SilenceCollections.Times, SilenceCollections.Key(site.Id, now), time);
            else commit.Update(SilenceCollections.Times, open.Id, open.Version, time);
            if (standing.State == ReportingState.Silent)
                await cases.OpenAsync(reader, commit, site, time.From, DetailOf(standing), now, cancel);
        }
        commit.Publish(new SitesReporting
        {
            Service = service.Name,
            Sites =
            [
                new()
                {
                    Site = site.Id,
                    SiteKind = site.Kind,
                    Unit = site.Unit,
                    Tasks = site.Tasks,
                    Topics = site.Topics,
                    State = Words.Of(standing.State),
                    LastReadingAt = standing.Last,
                    Since = standing.Since ?? now,
                    ChangedAt = now,
                },
            ],
        });
    }

    private static string DetailOf(Standing standing) =>
        string.Join("；", standing.Late.Select(late => $"{late.Kind} {late.Every}{(late.Parameters.Count == 0 ? "" : $" {string.Join(", ", late.Parameters)}")}"));
}
