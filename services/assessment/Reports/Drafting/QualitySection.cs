using Bishui.Assessment.Scoring;
using Bishui.Contracts.Readings;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>五、水质: the class of each section in each month. The same in every report: water is the district's.</summary>
internal static class QualitySection
{
    public static ReportSection Of(Brief brief)
    {
        var (months, year) = (brief.Months, brief.Span.Year);
        var sites = brief.Facts.Classifications.Where(told => told.From.Year == year).Select(told => told.Site).Distinct().Order(StringComparer.Ordinal).ToList();
        var classes = sites.Select(site => (Site: site, Told: months.Select(month => brief.Facts.ClassOf(site, month)).ToList())).ToList();
        var told = classes.SelectMany(each => each.Told).OfType<SectionClassified>().ToList();
        var judged = told.Where(each => each.Complies is not null).ToList();
        var sources = told.Select(each => Cite(brief, each)).Distinct().ToList();
        var due = sites.Count * months.Count;
        return new()
        {
            Key = "quality",
            Heading = "水质情况",
            Paragraphs = told.Count == 0
                ? [new("期内没有断面水质类别评价结果。", [])]
                :
                [
                    new($"全区{sites.Count}个断面（水源地）期内应有月评价{due}个，已有{told.Count}个，缺{due - told.Count}个；"
                        + $"可与目标对照的{judged.Count}个中达标{judged.Count(each => each.Complies == true)}个。"
                        + (told.Any(each => each.Provisional) ? "带*的为暂定，应有样品尚未齐全。" : ""), sources),
                ],
            Tables = told.Count == 0 ? [] :
            [
                new("classes", "各月水质类别", ["编号", "断面", "目标", .. months.Select(month => $"{month.Month}月")], [8, 20, 8, .. months.Select(_ => 64 / Math.Max(1, months.Count))],
                    [.. classes.Select((each, i) => new ReportRow(
                        [
                            Show.Number(i + 1), brief.NameOfSite(each.Site), Show.Class(each.Told.OfType<SectionClassified>().LastOrDefault()?.Target),
                            .. each.Told.Select(month => month is null ? Show.Nothing : Show.Class(month.Class) + (month.Provisional ? "*" : "")),
                        ], [.. each.Told.OfType<SectionClassified>().Select(month => Cite(brief, month)).Distinct()]))]),
            ],
            Figures = told.Count == 0 ? [] :
            [
                new("months-classified", "已有月评价", told.Count, "个", sources),
                new("months-complying", "达标月评价", judged.Count(each => each.Complies == true), "个", sources),
            ],
            Chart = told.Count == 0 ? null : new([.. months.Select(month => month.Month)],
                [.. classes.Select(each => new ClassLine(brief.NameOfSite(each.Site), [.. each.Told.Select(month => month?.Class is { } key ? (int?)WaterClasses.Find(key) : null)]))]),
        };
    }

    // One source a site: the months are its facts.
    private static int Cite(Brief brief, SectionClassified told) => brief.Sources.Cite($"{told.SiteName}水质类别",
        FormattableString.Invariant($"/api/{told.Service}/sites/{Uri.EscapeDataString(told.Site)}/class?from={brief.Span.First:yyyy-MM-dd}&to={brief.Span.Last:yyyy-MM-dd}"),
        ScoreLinks.Class(told).Id);
}
