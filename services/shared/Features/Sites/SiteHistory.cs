using Bishui.Storage.Documents;
using static System.FormattableString;

namespace Bishui.Features.Sites;

/// <summary>A site as it was described from an instant on: judgements of that time rested on it.</summary>
public sealed record SiteVersion
{
    /// <summary>1 as first described, one more with each change.</summary>
    public required long Version { get; init; }

    /// <summary>From when on it was described so.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The client that described it, or <c>plan</c> where a plan brought it.</summary>
    public required string By { get; init; }

    /// <summary>The description.</summary>
    public required Site Site { get; init; }
}

/// <summary>Every description of every site.</summary>
internal static class SiteHistory
{
    public const string Plan = "plan";

    public static readonly Collection<SiteVersion> Versions = new("site-history");

    /// <summary>Writes a site together with the version it becomes.</summary>
    public static void Write(Commit commit, Stored<Site>? held, Site site, string by, DateTimeOffset now)
    {
        var version = (held?.Version ?? 0) + 1;
        // Which tasks carry its topics is the plan's to say, and changes with it.
        if (site.Topics is not null) site = site with { Tasks = [] };
        if (held is null) commit.Insert(SiteCollections.Sites, site.Id, site);
        else commit.Update(SiteCollections.Sites, site.Id, held.Version, site);
        commit.Insert(Versions, IdOf(site.Id, version), new SiteVersion { Version = version, From = now, By = by, Site = site });
    }

    /// <summary>The versions of a site, the oldest first; those a page holds.</summary>
    public static ValueTask<DocumentPage<SiteVersion>> OfAsync(IDocumentReader reader, string site, string? after, int limit, CancellationToken cancel) =>
        reader.ListAsync(Versions, new() { From = site + "|", Before = site + "}", After = after, Limit = limit }, cancel);

    private static string IdOf(string site, long version) => Invariant($"{site}|{version:D9}");
}
