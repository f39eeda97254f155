using System.Collections.Frozen;
using Bishui.Contracts.Readings;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Features.Sites;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Readings;

/// <summary>A site's month whose class must be determined anew. Its version counts the batches that asked.</summary>
internal sealed record SectionDue
{
    public required string Site { get; init; }
    public required DateOnly Month { get; init; }
}

/// <summary>The class of a month as last told.</summary>
internal sealed record SectionMonth
{
    public required SectionClassified Told { get; init; }
}

internal static class SectionCollections
{
    public static readonly Collection<SectionDue> Due = new("section-due");
    public static readonly Collection<SectionMonth> Months = new("section-months");

    public static string Id(string site, DateOnly month) => $"{site}|{month:yyyy-MM}";
}

/// <summary>
/// Determines the monthly class of each section whose readings changed, and tells it when it is another. The mark is committed with the
/// readings and removed with the told class, so no end of the process loses one.
/// </summary>
internal sealed class SectionRounds(
    IDocumentStore store, SiteDirectory sites, SectionCalculator calculator, ServiceName service, TimeProvider clock, ILogger<SectionRounds> log)
    : PeriodicRounds(clock, log)
{
    protected override string Subject => "The classes of sections' months";

    protected override TimeSpan Pause => TimeSpan.FromSeconds(5);

    /// <summary>Marks the months that a batch changed, within the batch's own decision.</summary>
    public static async ValueTask MarkAsync(
        IDocumentReader reader, Commit commit, List<Reading> readings, AppendOutcome outcome, FrozenDictionary<string, SiteEntry> sites,
        CancellationToken cancel)
    {
        var changed = new HashSet<(string Site, DateOnly Month)>();
        for (var i = 0; i < readings.Count; i++)
            if (outcome.Results[i] != AppendResult.Duplicate && sites[readings[i].Site].District(ChinaTime.DayOf(readings[i].Time)).Target is not null)
                changed.Add((readings[i].Site, ChinaTime.MonthOf(readings[i].Time).First));
        foreach (var (site, month) in changed) await MarkAsync(reader, commit, site, month, cancel);
    }

    /// <summary>Marks every month of a site that a verdict on its readings touches, within the verdict's own decision.</summary>
    public static async ValueTask MarkAsync(
        IDocumentReader reader, Commit commit, string site, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        for (var month = ChinaTime.MonthOf(from).First; ChinaTime.StartOf(month) < to; month = month.AddMonths(1))
            await MarkAsync(reader, commit, site, month, cancel);
    }

    private static async ValueTask MarkAsync(IDocumentReader reader, Commit commit, string site, DateOnly month, CancellationToken cancel)
    {
        var id = SectionCollections.Id(site, month);
        var due = new SectionDue { Site = site, Month = month };
        if (await reader.FindAsync(SectionCollections.Due, id, cancel) is { } held) commit.Update(SectionCollections.Due, id, held.Version, due);
        else commit.Insert(SectionCollections.Due, id, due);
    }

    /// <summary>One round over the months that wait for their class.</summary>
    /// <returns>How many were determined.</returns>
    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var determined = 0;
        foreach (var due in (await store.ListAsync(SectionCollections.Due, new() { Limit = 1000 }, cancel)).Items)
            determined += await Aside.TryAsync(due.Id, async () => await DetermineAsync(due, now, cancel), cancel) ?? 0;
        return determined;
    }

    private async ValueTask<int> DetermineAsync(Stored<SectionDue> due, DateTimeOffset now, CancellationToken cancel)
    {
        var commit = new Commit().Delete(SectionCollections.Due, due.Id, due.Version);
        if ((await sites.CurrentAsync(cancel)).GetValueOrDefault(due.Body.Site) is { } site)
        {
            var told = await TellAsync(site, due.Body.Month, now, cancel);
            var held = await store.FindAsync(SectionCollections.Months, due.Id, cancel);
            if (held is null || !Same(held.Body.Told, told))
            {
                commit.Publish(told);
                if (held is null) commit.Insert(SectionCollections.Months, due.Id, new SectionMonth { Told = told });
                else commit.Update(SectionCollections.Months, due.Id, held.Version, new SectionMonth { Told = told });
            }
        }
        try
        {
            await store.CommitAsync(commit, cancel);
            return 1;
        }
        catch (DocumentConflictException)
        {
            // Readings arrived meanwhile, or another replica was first: the mark that is left says what is still to do.
            Wake();
            return 0;
        }
    }

    private async ValueTask<SectionClassified> TellAsync(SiteEntry entry, DateOnly month, DateTimeOffset now, CancellationToken cancel)
    {
        var (first, last) = ChinaTime.MonthOf(month);
        var calculated = await calculator.OverAsync(entry, ChinaTime.StartOf(first), ChinaTime.StartOf(last.AddDays(1)), now, null, cancel);
        var site = entry.Site;
        var items = calculated.Class.Items.ToDictionary(i => i.Parameter);
        return new()
        {
            Service = service.Name,
            Site = site.Id,
            SiteName = site.Name,
            Zone = site.Zone,
            SiteKind = site.Kind,
            From = first,
            To = last,
            Class = calculated.Class.Class?.Key(),
            Target = calculated.Class.Target?.Key(),
            Complies = calculated.Class.Complies,
            Provisional = calculated.Provisional,
            Deciding = calculated.Class.Deciding,
            Rule = calculated.Rule,
            Means = [.. calculated.Values.OrderBy(v => v.Parameter, StringComparer.Ordinal).Select(v => new ParameterMean
            {
                Parameter = v.Parameter,
                Mean = items[v.Parameter].Value,
                Unit = items[v.Parameter].Unit ?? calculator.UnitOf(v.Parameter),
                Count = v.Count,
                Class = items[v.Parameter].Class?.Key(),
            })],
            DeterminedAt = now,
        };
    }

    private static bool Same(SectionClassified held, SectionClassified now) =>
        held.Class == now.Class && held.Target == now.Target && held.Provisional == now.Provisional && held.Means.SequenceEqual(now.Means);
}
