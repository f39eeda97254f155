using Bishui.Features.Rounds;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bishui.Features.Attachments;

/// <summary>Keeps files in the service's store beside the attachments, which may have the same content as one.</summary>
public interface IFileOwner
{
    /// <summary>Whether it needs this content.</summary>
    ValueTask<bool> OwnsAsync(IDocumentReader reader, string sha256, CancellationToken cancel);
}

/// <summary>
/// Removes what nothing has cited for a week. Whether something cites a file, and that it is off the unit's hands, is one decision, and so is a
/// citation: of the two one comes first and the other sees it. The content goes when no unit has it on file, nothing cites it and nobody else
/// owns it; an upload of the same content at that moment keeps it anew (<see cref="IFileStore.DeleteFileAsync"/>). What a process that died
/// left to be removed is on file, and the next round removes it.
/// </summary>
internal sealed class AttachmentSweep(
    IDocumentStore store, IFileStore files, IEnumerable<IFileOwner> owners, IOptions<AttachmentOptions> options, TimeProvider clock, ILogger<AttachmentSweep> log)
    : PeriodicRounds(clock, log)
{
    /// <summary>Longer than any upload takes from keeping its content to recording it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    protected override string Subject => "Attachments that nothing cites";

    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var ids = new List<string>();
        await foreach (var held in store.StreamAsync(AttachmentCollections.Attachments, new()
        {
            Index = AttachmentCollections.UncitedByTime,
            Before = AttachmentCollections.At(now.AddDays(-options.Value.UncitedDays)),
            Limit = 1000,
        }, cancel))
            ids.Add(held.Id);
        var released = 0;
        foreach (var id in ids)
            if (await ReleaseAsync(id, now, cancel)) released++;

        var leftovers = new List<string>();
        await foreach (var held in store.StreamAsync(AttachmentCollections.Leftovers, new() { Limit = 1000 }, cancel)) leftovers.Add(held.Id);
        foreach (var sha256 in leftovers) await RemoveAsync(sha256, now, cancel);
        await ForgetDaysAsync(now, cancel);
        return released;
    }

    /// <summary>Takes one file off a unit's hands, unless something cites it after all.</summary>
    private Task<bool> ReleaseAsync(string id, DateTimeOffset now, CancellationToken cancel) => store.DecideAsync(async reader =>
    {
        var commit = new Commit();
        if (await reader.FindAsync(AttachmentCollections.Attachments, id, cancel) is not { Body: { Cited: false } held, Version: var version }
            || held.BroughtAt >= now.AddDays(-options.Value.UncitedDays)) return new Decision<bool>(commit, false);
        if (await reader.IsCitedAsync(held.Sha256, cancel))
        {
            // Cited before citations were marked on the file.
            commit.Update(AttachmentCollections.Attachments, id, version, held with { Cited = true });
            return new Decision<bool>(commit, false);
        }
        commit.Delete(AttachmentCollections.Attachments, id, version);
        var others = await reader.ListAsync(AttachmentCollections.Attachments, AttachmentCollections.Of(held.Sha256), cancel);
        if (others.Items.All(other => other.Id == id) && await reader.FindAsync(AttachmentCollections.Leftovers, held.Sha256, cancel) is null)
            commit.Insert(AttachmentCollections.Leftovers, held.Sha256, new(now));
        return new Decision<bool>(commit, true);
    }, cancel);

    private async Task RemoveAsync(string sha256, DateTimeOffset now, CancellationToken cancel)
    {
        var needed = await store.DecideAsync(async reader => new Decision<bool>(new(), await IsNeededAsync(reader, sha256, cancel)), cancel);
        if (!needed && !await files.DeleteFileAsync(sha256, now - Grace, cancel)) return;
        await store.DecideAsync(async reader =>
        {
            var commit = new Commit();
            if (await reader.FindAsync(AttachmentCollections.Leftovers, sha256, cancel) is { } held) commit.Delete(AttachmentCollections.Leftovers, sha256, held.Version);
            return new Decision<bool>(commit, true);
        }, cancel);
    }

    private async ValueTask<bool> IsNeededAsync(IDocumentReader reader, string sha256, CancellationToken cancel)
    {
        if ((await reader.ListAsync(AttachmentCollections.Attachments, AttachmentCollections.Of(sha256), cancel)).Items.Count > 0) return true;
        if (await reader.IsCitedAsync(sha256, cancel)) return true;
        foreach (var owner in owners)
            if (await owner.OwnsAsync(reader, sha256, cancel)) return true;
        return false;
    }

    private async Task ForgetDaysAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var page = await store.ListAsync(AttachmentCollections.Days, new() { Before = AttachmentCollections.DayOf("", ChinaTime.DayOf(now)), Limit = 1000 }, cancel);
        foreach (var day in page.Items)
            await store.DecideAsync(async reader =>
            {
                var commit = new Commit();
                if (await reader.FindAsync(AttachmentCollections.Days, day.Id, cancel) is { } held) commit.Delete(AttachmentCollections.Days, day.Id, held.Version);
                return new Decision<bool>(commit, true);
            }, cancel);
    }
}
