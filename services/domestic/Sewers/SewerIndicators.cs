using Bishui.Domestic.Plants;
using Bishui.Domestic.Rules;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;
using static System.FormattableString;

namespace Bishui.Domestic.Sewers;

/// <summary>Task 6: influent BOD, areas without collection, sewers.</summary>
internal static class SewerIndicators
{
    private const string NoFigure = "工作计划第6项；计划未给数值目标，只作展示";

    public static IReadOnlyList<Indicator> All { get; } =
    [
        new()
        {
            Key = "influent-bod",
            Topic = DomesticTopics.SewersAndInfluent,
            TitleZh = "生活污水处理厂平均进水BOD浓度",
            TitleEn = "Mean influent BOD of the treatment plants, weighted by flow",
            FormulaZh = "Σ（各厂各月进水量 × 进水BOD5）÷ Σ 各厂各月进水量",
            Rule = InfluentBod.Rule,
            Unit = "mg/L",
            NumeratorZh = "进水BOD5总量（g）",
            DenominatorZh = "进水总量（m³）",
            Target = new IndicatorTarget.Fixed(80),
            Source = "目标：工作计划第6项（不低于80 mg/L，含本数）。公式：按水量加权，计划未定义，属算术读法。水量取各厂月报；BOD5取月报的月均值，未填的取进水点位当月监测数据的平均值",
            Measure = InfluentAsync,
        },
        new()
        {
            Key = "gap-areas-closed",
            Topic = DomesticTopics.SewersAndInfluent,
            TitleZh = "污水收集空白区消除率",
            TitleEn = "Share of areas without sewage collection that are closed",
            FormulaZh = "已消除的空白区数 ÷ 登记的空白区数 × 100%",
            Rule = "gap-areas/1",
            Unit = "%",
            NumeratorZh = "已消除的空白区数",
            DenominatorZh = "登记的空白区数",
            Source = NoFigure + "（“基本消除”）",
            Measure = GapsAsync,
        },
        new()
        {
            Key = "sewers-built",
            Topic = DomesticTopics.SewersAndInfluent,
            TitleZh = "污水配套管网建成率",
            TitleEn = "Share of the planned sewers that are built",
            FormulaZh = "已建长度 ÷ 计划长度 × 100%",
            Rule = "sewers/1",
            Unit = "%",
            NumeratorZh = "已建长度（km）",
            DenominatorZh = "计划长度（km）",
            Source = NoFigure,
            Measure = SewersAsync,
        },
    ];

    public static IReadOnlyList<FindingRule> Findings { get; } =
    [
        new()
        {
            Key = "gap-area-overdue",
            Topic = DomesticTopics.SewersAndInfluent,
            TitleZh = "污水收集空白区逾期未消除",
            TitleEn = "An area without sewage collection is not closed by its day",
            Source = "名录登记的计划消除日期",
            Find = async (basis, cancel) =>
            [
                .. from row in await basis.RowsAsync<GapArea>(cancel)
                   where row.Values.ClosedOn is null && row.Values.PlannedOn < basis.On
                   select new Finding
                   {
                       ObjectId = row.Id,
                       ObjectName = row.Values.Name,
                       Since = row.Values.PlannedOn!.Value.AddDays(1),
                       TextZh = Invariant($"计划 {row.Values.PlannedOn:yyyy-MM-dd} 消除，进度 {row.Values.Progress:0.##}%"),
                       TextEn = Invariant($"to be closed by {row.Values.PlannedOn:yyyy-MM-dd}, done to {row.Values.Progress:0.##} %"),
                       Evidence = [row.Evidence],
                   },
            ],
        },
        new()
        {
            Key = "sewer-project-overdue",
            Topic = DomesticTopics.SewersAndInfluent,
            TitleZh = "污水配套管网项目逾期未完工",
            TitleEn = "A sewer project is not completed by its day",
            Source = "名录登记的计划完工日期",
            Find = async (basis, cancel) =>
            [
                .. from row in await basis.RowsAsync<SewerProject>(cancel)
                   where row.Values.CompletedOn is null && row.Values.PlannedOn < basis.On
                   select new Finding
                   {
                       ObjectId = row.Id,
                       ObjectName = row.Values.Name,
                       Since = row.Values.PlannedOn!.Value.AddDays(1),
                       TextZh = Invariant($"计划 {row.Values.PlannedOn:yyyy-MM-dd} 完工，已建 {row.Values.BuiltLength:0.###}/{row.Values.PlannedLength:0.###} km"),
                       TextEn = Invariant($"to be completed by {row.Values.PlannedOn:yyyy-MM-dd}, {row.Values.BuiltLength:0.###} of {row.Values.PlannedLength:0.###} km built"),
                       Evidence = [row.Evidence],
                   },
            ],
        },
    ];

    private static async ValueTask<Measured> InfluentAsync(Basis basis, CancellationToken cancel)
    {
        var book = await PlantBook.ReadAsync(basis, cancel);
        var (months, missing, influents) = (Months.OfYear(basis.On), 0, new List<PlantInfluent>());
        foreach (var plant in book.Plants)
            foreach (var month in months.Where(plant.Owes))
                if (await book.InfluentAsync(plant, month, cancel) is { } influent) influents.Add(influent);
                else missing++;
        var provisional = months.Count < 12 || missing > 0;
        return new()
        {
            Value = InfluentBod.Mean([.. influents.Select(each => each.Water)]),
            Numerator = influents.Sum(each => each.Water.Load),
            Denominator = influents.Sum(each => each.Water.Volume),
            Period = Invariant($"{basis.Year}"),
            Provisional = provisional,
            Note = missing > 0 ? $"缺 {missing} 个厂月的进水量或BOD5 / inflow or BOD5 of {missing} plant months is missing"
                : provisional ? "全年未满 / the year is not over" : null,
            Inputs =
            [
                new("BOD5取自月报的厂月", "plant months with BOD5 from reports", influents.Count(each => !each.FromReadings), "厂月"),
                new("BOD5取自监测数据的厂月", "plant months with BOD5 from readings", influents.Count(each => each.FromReadings), "厂月"),
                new("缺数据的厂月", "plant months that are missing", missing, "厂月"),
            ],
            Parts =
            [
                .. influents.GroupBy(each => each.Plant).Select(plant => new MeasuredPart
                {
                    Id = plant.Key,
                    Name = book.NameOf(plant.Key),
                    Value = InfluentBod.Mean([.. plant.Select(each => each.Water)]),
                    Note = Invariant($"进水量 {plant.Sum(each => each.Water.Volume):0.##} m³"),
                    Evidence = [.. plant.SelectMany(each => each.Evidence)],
                }),
            ],
        };
    }

    private static async ValueTask<Measured> GapsAsync(Basis basis, CancellationToken cancel)
    {
        var areas = await basis.RowsAsync<GapArea>(cancel);
        return Measured.Percent(areas.Count(row => row.Values.ClosedOn is not null), areas.Count, []) with
        {
            Parts =
            [
                .. areas.Select(row => new MeasuredPart
                {
                    Id = row.Id, Name = row.Values.Name, Value = row.Values.Progress, Met = row.Values.ClosedOn is not null, Evidence = [row.Evidence],
                }),
            ],
        };
    }

    private static async ValueTask<Measured> SewersAsync(Basis basis, CancellationToken cancel)
    {
        var projects = await basis.RowsAsync<SewerProject>(cancel);
        return Measured.Percent(projects.Sum(row => row.Values.BuiltLength), projects.Sum(row => row.Values.PlannedLength), []) with
        {
            Parts =
            [
                .. projects.Select(row => new MeasuredPart
                {
                    Id = row.Id,
                    Name = row.Values.Name,
                    Value = row.Values.BuiltLength * 100 / row.Values.PlannedLength,
                    Met = row.Values.CompletedOn is not null,
                    Evidence = [row.Evidence],
                }),
            ],
        };
    }
}
