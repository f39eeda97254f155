using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;
using Bishui.Rules.Judging;

namespace Bishui.Industrial.Parks;

/// <summary>Figures and findings of task 2.</summary>
internal static class ParkFigures
{
    private const string Clause = "柳南政办〔2021〕16号附件1第2项；计划未定数值，只展示不计分 / the plan prints no figure: shown, not scored";

    private const string Text = "柳南政办〔2021〕16号附件1第2项";

    public static readonly IReadOnlyList<Register> Registers =
        [Register.Of<Park>(), Register.Of<PretreatmentOutlet>(), Register.Of<OperatingMonth>(), Register.Of<ParkMilestone>()];

    public static readonly IReadOnlyList<Indicator> Indicators =
    [
        Of("park-sewers-built", "工业集聚区配套管网建成率", "Share of planned sewers built", "Σ已建管网长度 ÷ Σ规划管网长度 × 100%；长度未填的不计",
            "已建管网长度（km）", "规划管网长度（km）", async (basis, cancel) =>
            {
                var parks = await basis.RowsAsync<Park>(cancel);
                var known = parks.Where(row => row.Values is { SewersPlanned: not null, SewersBuilt: not null }).ToList();
                return Measured.Percent(known.Sum(row => row.Values.SewersBuilt!.Value), known.Sum(row => row.Values.SewersPlanned!.Value),
                    [.. known.Select(row => row.Evidence)]) with { Provisional = known.Count < parks.Count };
            }),
        Of("park-pretreatment-compliance", "依托城镇污水处理厂园区预处理达标率", "Compliance of pre-treated waste water", "当年预处理后达标的监测数据 ÷ 可与限值比较的监测数据 × 100%",
            "达标的监测数据", "可与限值比较的监测数据", async (basis, cancel) =>
            {
                var outlets = await PretreatmentAsync(basis, cancel);
                return Measured.Percent(outlets.Sum(one => one.Within), outlets.Sum(one => one.Within + one.Beyond), []) with
                {
                    Provisional = outlets.Any(one => one.Complies is null),
                    Parts = [.. outlets.Select(one => one.Part)],
                };
            }),
        Of("park-outlets-compliant", "园区集中式污水处理设施达标排口率", "Share of plants whose outlet complies", "当年监测数据全部达标的排口 ÷ 有可比较监测数据的排口 × 100%；无数据不视为达标",
            "达标的排口", "有可比较监测数据的排口", async (basis, cancel) =>
            {
                var outlets = await OwnOutletsAsync(basis, cancel);
                return Measured.Percent(outlets.Count(one => one.Complies == true), outlets.Count(one => !one.IsUnmeasured), []) with
                {
                    Provisional = outlets.Any(one => one.Complies is null),
                    Parts = [.. outlets.Select(one => one.Part)],
                };
            }),
        Of("park-stable-operation", "园区集中式污水处理设施稳定运行率", "Share of days in operation", "Σ正常运行天数 ÷ Σ已报月份的日历天数 × 100%",
            "正常运行天数", "已报月份的日历天数", async (basis, cancel) =>
            {
                var months = (await basis.RowsAsync<OperatingMonth>(cancel)).Where(row => row.Values.First.Year == basis.Year).ToList();
                return Measured.Percent(months.Sum(row => row.Values.DaysRun), months.Sum(row => row.Values.Days), [.. months.Select(row => row.Evidence)]) with
                {
                    Provisional = (await UnreportedAsync(basis, cancel)).Count > 0,
                };
            }),
        Of("park-milestones-on-time", "未建成集中式污水处理设施节点按期率", "Share of due milestones reached in time", "按期完成的节点 ÷ 已到期或已完成的节点 × 100%",
            "按期完成的节点", "已到期或已完成的节点", async (basis, cancel) =>
            {
                var due = (await basis.RowsAsync<ParkMilestone>(cancel)).Where(row => row.Values.DueOn < basis.On || row.Values.DoneOn is not null).ToList();
                return Measured.Percent(due.Count(row => row.Values.DoneOn <= row.Values.DueOn), due.Count, [.. due.Select(row => row.Evidence)]);
            }),
    ];

    public static readonly IReadOnlyList<FindingRule> Findings =
    [
        Rule("park-discharge-beyond", "园区预处理或集中式设施出水超标", "A park's waste water is beyond its limit", async (basis, cancel) =>
            [.. (await OutletsAsync(basis, cancel)).Where(one => one.Beyond > 0).Select(one =>
            {
                var beyond = one.Readings.Where(reading => reading.Verdict == Verdict.Beyond).ToList();
                return new Finding
                {
                    ObjectId = one.Id,
                    ObjectName = one.Name,
                    Since = Bishui.Rules.Time.ChinaTime.DayOf(beyond[0].Time),
                    TextZh = $"当年 {beyond.Count} 条监测数据超标",
                    TextEn = $"{beyond.Count} readings of the year are beyond their limit",
                    Evidence = [one.Row, .. beyond.Select(reading => reading.Evidence)],
                };
            })]),
        Rule("park-unmeasured", "园区排口没有可判定的监测数据", "Nothing is known of a park's waste water", async (basis, cancel) =>
            [.. (await OutletsAsync(basis, cancel)).Where(one => one.IsUnmeasured).Select(one => new Finding
            {
                ObjectId = one.Id,
                ObjectName = one.Name,
                Since = new(basis.Year, 1, 1),
                TextZh = "当年没有可与限值比较的监测数据，不能视为达标",
                TextEn = "no reading of the year could be held against a limit: it does not count as compliant",
                Evidence = [one.Row],
            })]),
        Rule("park-operation-unreported", "集中式污水处理设施运行月报缺失", "A month of a plant's operation was not reported", async (basis, cancel) =>
            [.. (await UnreportedAsync(basis, cancel)).Select(one => new Finding
            {
                ObjectId = FormattableString.Invariant($"{one.Park.Id}|{one.Month:yyyy-MM}"),
                ObjectName = one.Park.Values.Name,
                Since = one.Month.AddMonths(1),
                TextZh = $"{one.Month:yyyy-MM} 运行情况未登记",
                TextEn = $"nothing is on file of {one.Month:yyyy-MM}",
                Evidence = [one.Park.Evidence],
            })]),
        Rule("park-milestone-overdue", "集中式污水处理设施建设节点逾期", "A milestone is overdue", async (basis, cancel) =>
            [.. (await basis.RowsAsync<ParkMilestone>(cancel)).Where(row => row.Values.DoneOn is null && row.Values.DueOn < basis.On).Select(row => new Finding
            {
                ObjectId = row.Id,
                ObjectName = row.Values.Name,
                Since = row.Values.DueOn.AddDays(1),
                TextZh = $"应于 {row.Values.DueOn:yyyy-MM-dd} 前完成",
                TextEn = $"was due on {row.Values.DueOn:yyyy-MM-dd}",
                Evidence = [row.Evidence],
            })]),
    ];

    private static async ValueTask<List<OutletMeasure>> PretreatmentAsync(Basis basis, CancellationToken cancel)
    {
        var relying = (await basis.RowsAsync<Park>(cancel)).Where(row => row.Values.Treatment == ParkTreatment.TownPlant).Select(row => row.Id).ToHashSet();
        var outlets = new List<OutletMeasure>();
        foreach (var row in (await basis.RowsAsync<PretreatmentOutlet>(cancel)).Where(row => relying.Contains(row.Values.Park)))
            outlets.Add(await OutletMeasure.OfAsync(basis, row.Id, row.Values.Name, row.Evidence, row.Values.Site, cancel));
        return outlets;
    }

    private static async ValueTask<List<OutletMeasure>> OwnOutletsAsync(Basis basis, CancellationToken cancel)
    {
        var outlets = new List<OutletMeasure>();
        foreach (var row in (await basis.RowsAsync<Park>(cancel)).Where(row => row.Values is { Treatment: ParkTreatment.OwnPlant, Outlet: not null }))
            outlets.Add(await OutletMeasure.OfAsync(basis, row.Id, row.Values.Name, row.Evidence, row.Values.Outlet!, cancel));
        return outlets;
    }

    private static async ValueTask<List<OutletMeasure>> OutletsAsync(Basis basis, CancellationToken cancel) =>
        [.. await PretreatmentAsync(basis, cancel), .. await OwnOutletsAsync(basis, cancel)];

    /// <summary>The whole months of the year in which an own plant operated and of which nothing is on file.</summary>
    private static async ValueTask<List<(Row<Park> Park, DateOnly Month)>> UnreportedAsync(Basis basis, CancellationToken cancel)
    {
        var reported = (await basis.RowsAsync<OperatingMonth>(cancel)).Select(row => (row.Values.Park, row.Values.First)).ToHashSet();
        return [.. from park in await basis.RowsAsync<Park>(cancel)
                   where park.Values.Treatment == ParkTreatment.OwnPlant
                   from number in Enumerable.Range(1, basis.On.Month - 1)
                   let month = new DateOnly(basis.Year, number, 1)
                   where month >= park.Values.InOperationSince && !reported.Contains((park.Id, month))
                   select (park, month)];
    }

    private static Indicator Of(
        string key, string zh, string en, string formula, string numerator, string denominator, Func<Basis, CancellationToken, ValueTask<Measured>> measure) => new()
        {
            Key = key,
            Topic = IndustrialTopics.ParkWastewater,
            TitleZh = zh,
            TitleEn = en,
            FormulaZh = formula,
            Rule = $"{key}/1",
            Unit = "%",
            NumeratorZh = numerator,
            DenominatorZh = denominator,
            Source = Clause,
            Measure = measure,
        };

    private static FindingRule Rule(string key, string zh, string en, Func<Basis, CancellationToken, ValueTask<IReadOnlyList<Finding>>> find) =>
        new() { Key = key, Topic = IndustrialTopics.ParkWastewater, TitleZh = zh, TitleEn = en, Source = Text, Find = find };
}
