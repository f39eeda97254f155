using Bishui.Features.Readings;
using Bishui.Rules.Statistics;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Evaluations;

/// <summary>The shares of sections by class (水质优良比例).</summary>
/// <param name="Period">The time.</param>
/// <param name="Good">Class Ⅲ or better, the national meaning of 优良.</param>
/// <param name="WorseThanV">Worse than class Ⅴ.</param>
/// <param name="MeetingTarget">Sections that meet their own target, of those that have one.</param>
/// <param name="Sections">What they rest on; sections without a class are not judged.</param>
/// <param name="State">How far they can be trusted.</param>
/// <param name="Rule">Name and version of the rule.</param>
public sealed record SharesAnswer(
    EvaluatedPeriod Period, Share Good, Share WorseThanV, Share MeetingTarget, IReadOnlyList<EvaluatedSite> Sections, FigureState State, string Rule);

internal static class Shares
{
    public static async ValueTask<SharesAnswer> EvaluateAsync(SiteFigures figures, EvaluatedPeriod period, CancellationToken cancel)
    {
        var sections = await figures.OverAsync(site => site.Kind == EvaluationEndpoints.RiverSection, period.From, period.To, period.Now, cancel);
        var shares = GoodSections.Of(sections.Select(section => section.Class));
        EvaluatedSite[] sites = [.. sections.Select(EvaluatedSite.Of)];
        return new(
            period, shares.Good, shares.WorseThanV, shares.MeetingTarget, sites,
            EvaluatedSite.StateOf(sites.Select(site => site.State), shares.Good.Of > 0), GoodSections.Rule);
    }
}
