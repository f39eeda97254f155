using Bishui.Storage.Documents;

namespace Bishui.Features.Silence;

/// <summary>Finds the silences of a site.</summary>
internal static class SilentTimes
{
    /// <summary>Those that touch a time, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<SilentTime>> WithinAsync(
        IDocumentReader store, string site, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var found = new List<SilentTime>();
        await foreach (var time in store.StreamAsync(SilenceCollections.Times, new()
        {
            Index = SilenceCollections.BySite,
            From = site + "|",
            Before = SilenceCollections.Key(site, to),
            Limit = 1000,
        }, cancel))
            if (!(time.Body.Until <= from)) found.Add(time.Body);
        return found;
    }
}
