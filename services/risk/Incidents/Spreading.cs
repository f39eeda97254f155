using Bishui.Contracts.Exceedances;
using Bishui.Features.Sites;
using Bishui.Risk.Alerts;

namespace Bishui.Risk.Incidents;

/// <summary>Decides whether cases of one parameter are one spreading pollution. Pure.</summary>
internal static class Spreading
{
    /// <summary>Whether a case counts: open, about a value, and not found wrong by a person.</summary>
    public static bool Counts(CaseTold told) =>
        told is { Kind: "exceedance", Parameter: not null, Verdict: not ("not-genuine" or "device-fault") } && told.State != "archived";

    /// <summary>The cases that spread together with the one told; empty where they do not.</summary>
    public static IReadOnlyList<CaseStanding> Of(CaseStanding told, IEnumerable<CaseStanding> standings, IReadOnlyList<Site> sites, string service, SpreadingRule rule)
    {
        if (!Counts(told.Case)) return [];
        var near = standings.Where(each => Counts(each.Case) && each.Case.Parameter == told.Case.Parameter
            && (each.Case.Since - told.Case.Since).Duration() <= TimeSpan.FromHours(rule.WithinHours)).ToList();
        if (near.Select(NameOf).Distinct().Count() >= rule.Sites) return near;
        var linked = near.Where(each => AreLinked(NameOf(each), NameOf(told), sites, service)).ToList();
        return linked.Select(NameOf).Distinct().Count() >= rule.LinkedSites ? linked : [];
    }

    private static bool AreLinked(SiteName one, SiteName other, IReadOnlyList<Site> sites, string service) =>
        Upstream.Of([one], sites, service).Any(each => new SiteName(each.Service, each.Site) == other)
        || Upstream.Of([other], sites, service).Any(each => new SiteName(each.Service, each.Site) == one);

    private static SiteName NameOf(CaseStanding standing) => new(standing.Service ?? "", standing.Case.Site);
}
