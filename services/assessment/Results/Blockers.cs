using System.Globalization;
using Bishui.Assessment.Scores;
using Bishui.Assessment.Scoring;
using Bishui.Assessment.Targets;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Results;

/// <summary>Something that stands against publishing a result.</summary>
/// <param name="Key">Names it when it is accepted.</param>
/// <param name="Kind">period-not-over, pending-target, indicator, item, class, open-objection or upheld-objection.</param>
/// <param name="Title">For people.</param>
/// <param name="Href">Where it can be looked at.</param>
/// <param name="Acceptable">Whether a result may be published in spite of it, with a reason.</param>
internal sealed record Blocker(string Key, string Kind, string Title, string Href, bool Acceptable);

/// <summary>What is not settled in a period's result: shown before anybody publishes it.</summary>
internal static class Blockers
{
    public static async Task<IReadOnlyList<Blocker>> OfAsync(
        ResultPeriod period, string planId, ScoreBook book, IDocumentReader store, DateTimeOffset now, CancellationToken cancel)
    {
        List<Blocker> blockers = [];
        if (now <= period.At) blockers.Add(new("period-not-over", "period-not-over", $"{period.Last:yyyy年M月d日}尚未过完", "/api/assessment/results", false));
        blockers.AddRange(await book.AskAsync(new(period.ScoredAt(now), Plan: planId), Of, cancel));
        await foreach (var held in store.StreamAsync(HeldObjection.Objections, new() { Index = HeldObjection.ByPeriod, From = period.Key + "|", Before = period.Key + "}" }, cancel))
        {
            if (held.Body.Ruling is null) blockers.Add(new($"objection:{held.Id}", "open-objection", $"申诉未裁定：{held.Body.Unit} {held.Body.Node}", $"/api/assessment/objections/{held.Id}", true));
            else if (held.Body is { Ruling.Decision: HeldObjection.Upheld, RestatedIn: null })
                blockers.Add(new($"objection:{held.Id}", "upheld-objection", $"申诉成立，尚未更正：{held.Body.Unit} {held.Body.Node}", $"/api/assessment/objections/{held.Id}", true));
        }
        return blockers;
    }

    private static List<Blocker> Of(ScorePage page) =>
    [
        .. TargetBook.Of(page.Document.Plan, page.Facts).Where(target => target.State == TargetState.Pending)
            .Select(target => new Blocker($"target:{target.Key}", "pending-target", $"目标待下达：{target.Title}", "/api/plan/targets", true)),
        .. from task in page.Document.Plan.Tasks
           from file in page.Facts.IndicatorsOf(task)
           where file.Told.State is "provisional" or "no-data"
           select new Blocker($"indicator:{file.Service}/{file.Told.Key}", "indicator", $"{(file.Told.State == "no-data" ? "无数据" : "暂定值")}：{file.Told.Title}", ScoreLinks.Indicator(file).Href, true),
        .. page.Facts.Classifications.Where(told => told.Provisional && told.From.Year == page.Document.Plan.Year && told.To <= Rules.Time.ChinaTime.DayOf(page.Facts.At))
            .Select(told => new Blocker(string.Create(CultureInfo.InvariantCulture, $"class:{told.Site}/{told.From:yyyy-MM}"), "class", $"水质类别暂定：{told.SiteName} {told.From:yyyy年M月}", ScoreLinks.Class(told).Href, true)),
        .. page.Scorer.UnsettledOf(null).GroupBy(leaf => leaf.State)
            .Select(state => new Blocker($"items:{Features.Requests.Words.Of(state.Key)}", "item", $"{TitleOf(state.Key)}的评分项{state.Count()}个：{string.Join("、", state.Select(leaf => leaf.Title).Distinct().Take(5))}", "/api/assessment/district", true)),
    ];

    private static string TitleOf(ScoreState state) => state switch
    {
        ScoreState.NoData => "无数据",
        ScoreState.Pending => "未到期或待评",
        ScoreState.PendingTarget => "目标待下达",
        ScoreState.Silent => "数据中断",
        _ => "暂定",
    };
}
