using Bishui.Rules.Cases;
using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

internal static class ExceedanceCollections
{
    public const string Open = "open";
    public const string ByKey = "key";
    public const string ByOpened = "opened";
    public const string BySite = "site";
    public const string Live = "live";
    public const string ByNext = "next";
    public const string ByJudged = "judged";
    public const CaseState Archived = CaseState.Archived;

    // Sorts after every instant: the open case of a key comes last.
    private const string StillOpen = "open";

    public static readonly Collection<Exceedance> Cases = new("exceedances",
        // The unique index holds "one open case": a second one cannot be written, whoever tries.
        new DocumentIndex<Exceedance>(Open, e => e.State == Archived ? null : KeyOf(e), unique: true),
        new DocumentIndex<Exceedance>(ByKey, e => $"{KeyOf(e)}|{(e.State != Archived ? StillOpen : Instant(e.ArchivedAt ?? e.OpenedAt))}"),
        new DocumentIndex<Exceedance>(ByOpened, e => Instant(e.OpenedAt)),
        new DocumentIndex<Exceedance>(BySite, e => $"{e.Site}|{Instant(e.OpenedAt)}"),
        new DocumentIndex<Exceedance>(Live, e => e.State == Archived ? null : Instant(e.OpenedAt)),
        new DocumentIndex<Exceedance>(ByNext, e => e.NextAt is { } next ? Instant(next) : null),
        new DocumentIndex<Exceedance>(ByJudged, e => e.Verdict is null ? null : $"{e.Site}|{Instant(e.OpenedAt)}"));

    public static string OpenKey(string site, string parameter, string rule) => $"{site}|{parameter}|{rule}";

    public static string SilenceKey(string site) => $"{site}|silence";

    public static string Instant(DateTimeOffset at) => $"{at.UtcDateTime:O}";

    public static string KeyOf(Exceedance about) =>
        about.Kind == CaseKind.Silence ? SilenceKey(about.Site) : OpenKey(about.Site, about.Parameter!, about.Rule);

    /// <summary>The open case of a key, or the one that was closed last; null where there never was one. One look-up for both.</summary>
    public static async ValueTask<Stored<Exceedance>?> FindCaseAsync(this IDocumentReader reader, string key, CancellationToken cancel)
    {
        var page = await reader.ListAsync(Cases, new() { Index = ByKey, From = key + "|", Before = key + "}", Descending = true, Limit = 1 }, cancel);
        return page.Items.Count == 0 ? null : page.Items[0];
    }
}
