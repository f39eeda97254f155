using Bishui.Domestic.Plants;
using Bishui.Domestic.Rules;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;
using static System.FormattableString;

namespace Bishui.Domestic.Load;

/// <summary>Task 5: the load of the towns' plants by year of operation.</summary>
internal static class LoadIndicators
{
    private const string Source =
        "工作计划第5项：第一年30%、第二年50%、第三年70%。负荷率＝日均处理水量÷设计处理能力（通常含义，recalled）；"
        + "运营年度自建成运营之日起算、以整年平均为准、第三年以后沿用70%，均属平台读法";

    public static IReadOnlyList<Indicator> All { get; } =
    [
        new()
        {
            Key = "load-rate",
            Topic = DomesticTopics.TownPlants,
            TitleZh = "镇级污水处理厂负荷率达标率",
            TitleEn = "Share of town plants that reach the load of their operating year",
            FormulaZh = "最近一个完整运营年度负荷率（日均处理水量÷设计处理能力×100%）达到该年度目标的厂数 ÷ 有完整运营年度的厂数 × 100%",
            Rule = PlantLoad.Rule,
            Unit = "%",
            NumeratorZh = "达到运营年度目标的厂数",
            DenominatorZh = "有完整运营年度的镇级污水处理厂数",
            Target = new IndicatorTarget.Staged(100),
            Source = Source,
            Measure = MeasureAsync,
        },
    ];

    public static IReadOnlyList<FindingRule> Findings { get; } =
    [
        new()
        {
            Key = "plant-under-load",
            Topic = DomesticTopics.TownPlants,
            TitleZh = "镇级污水处理厂负荷率未达运营年度目标",
            TitleEn = "A town plant missed the load of its operating year",
            Source = Source,
            Find = async (basis, cancel) =>
            [
                .. from plant in await PlantsAsync(basis, cancel)
                   where plant.Completed is { Met: false }
                   let part = plant.Completed!
                   select new Finding
                   {
                       ObjectId = part.Id,
                       ObjectName = part.Name,
                       Since = plant.Year!.Value.Last.AddDays(1),
                       TextZh = Invariant($"第{plant.Year!.Value.Number}个运营年度（至 {plant.Year!.Value.Last:yyyy-MM-dd}）负荷率 {part.Value:0.##}%，目标 {part.Target}%"),
                       TextEn = Invariant($"load {part.Value:0.##} % in operating year {plant.Year!.Value.Number}, {part.Target} % is asked for"),
                       Evidence = part.Evidence,
                   },
            ],
        },
        new()
        {
            Key = "plant-without-date",
            Topic = DomesticTopics.TownPlants,
            TitleZh = "运行的镇级污水处理厂未登记建成运营日期",
            TitleEn = "A town plant in operation has no day of commissioning",
            Source = "平台核查：没有建成运营日期不能计算运营年度",
            Find = async (basis, cancel) =>
            [
                .. from plant in await PlantsAsync(basis, cancel)
                   where plant.Row.Values.CommissionedOn is null
                   select new Finding
                   {
                       ObjectId = plant.Row.Id,
                       ObjectName = plant.Row.Values.Name,
                       Since = plant.Row.From,
                       TextZh = $"{plant.Row.Values.Name} 未登记建成运营日期，运营年度起算日待定",
                       TextEn = "without the day of commissioning its operating years cannot be counted",
                       Evidence = [plant.Row.Evidence],
                   },
            ],
        },
    ];

    /// <summary>A town plant in operation with the newest year that is over and the one that runs; null where there is none.</summary>
    private sealed record LoadedPlant(Features.Registers.Row<Plant> Row, OperatingYear? Year, MeasuredPart? Completed, MeasuredPart? Running);

    private static async ValueTask<Measured> MeasureAsync(Basis basis, CancellationToken cancel)
    {
        var plants = await PlantsAsync(basis, cancel);
        MeasuredPart[] parts = [.. plants.SelectMany(plant => new[] { plant.Completed, plant.Running }).OfType<MeasuredPart>()];
        var completed = plants.Select(plant => plant.Completed).OfType<MeasuredPart>().ToList();
        var dated = plants.Count(plant => plant.Row.Values.CommissionedOn is not null);
        return Measured.Percent(completed.Count(part => part.Met == true), completed.Count, [.. plants.Where(plant => plant.Completed is null).Select(plant => plant.Row.Evidence)]) with
        {
            Parts = parts,
            Provisional = completed.Any(part => part.Provisional) || dated < plants.Count,
            Note = completed.Count == 0 ? "没有运营满一年的镇级污水处理厂 / no town plant has a whole operating year behind it"
                : dated < plants.Count ? $"{plants.Count - dated} 座厂未登记建成运营日期 / {plants.Count - dated} plants without a day of commissioning"
                : completed.Any(part => part.Provisional) ? "完整运营年度的月报未到齐 / reports of a whole operating year are missing"
                : null,
        };
    }

    private static async ValueTask<IReadOnlyList<LoadedPlant>> PlantsAsync(Basis basis, CancellationToken cancel)
    {
        var book = await PlantBook.ReadAsync(basis, cancel);
        var plants = new List<LoadedPlant>();
        foreach (var plant in book.Plants.Where(plant => plant.Level == PlantLevel.Town))
        {
            if (plant.Operating(basis.On) is not { } row) continue;
            if (row.Values.CommissionedOn is not { } since)
            {
                plants.Add(new(row, null, null, null));
                continue;
            }
            var last = OperatingYear.LastOver(since, basis.On);
            var running = OperatingYear.On(since, basis.On) is { } year && year != last ? year : (OperatingYear?)null;
            plants.Add(new(row, last, last is { } over ? PartOf(book, plant, over, since, isOver: true) : null,
                running is { } now ? PartOf(book, plant, now, since, isOver: false) : null));
        }
        return plants;
    }

    private static MeasuredPart PartOf(PlantBook book, PlantLife plant, OperatingYear year, DateOnly since, bool isOver)
    {
        var reports = book.Reports.Where(report => report.Plant == plant.Id && Months.LastDay(report.Month) >= year.First && report.Month <= year.Last).ToList();
        var mean = PlantLoad.Mean(year, since, reports.Select(report => new TreatedMonth(report.Month, report.Values.Treated)));
        // The capacity at the year's end: what the plant was built for until then.
        var capacity = (plant.Rows.At(year.Last) ?? plant.Now).Values.DesignCapacity;
        decimal? load = mean.PerDay is { } perDay ? PlantLoad.Rate(perDay, capacity) : null;
        var isFinal = isOver && mean.Days == year.Days;
        return new()
        {
            Id = plant.Id,
            Name = plant.Name,
            Period = year.Period,
            Value = load,
            Target = year.Target,
            Met = isFinal ? load >= year.Target : null,
            Provisional = !isFinal,
            Note = Invariant($"{year.First:yyyy-MM-dd} 至 {year.Last:yyyy-MM-dd}，{(isOver ? "" : "运营年度未满，")}日均处理 {mean.PerDay:0.##} m³/d（{mean.Days}/{year.Days} 天），设计 {capacity:0.##} m³/d"),
            Evidence = [plant.Now.Evidence, .. reports.Select(report => report.Row.Evidence)],
        };
    }
}
