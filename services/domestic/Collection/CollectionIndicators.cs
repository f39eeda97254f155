using Bishui.Domestic.Plants;
using Bishui.Domestic.Rules;
using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;
using static System.FormattableString;

namespace Bishui.Domestic.Collection;

/// <summary>Task 4: the centralised collection rate of urban domestic sewage.</summary>
internal static class CollectionIndicators
{
    private const decimal GramsPerKilogram = 1000;

    private static readonly RuleFigure PerPerson = DomesticRules.Carried.BodPerPersonDay;

    public static IReadOnlyList<Indicator> All { get; } =
    [
        new()
        {
            Key = "collection-rate",
            Topic = DomesticTopics.SewageCollection,
            TitleZh = "城市生活污水集中收集率",
            TitleEn = "Centralised collection rate of urban domestic sewage",
            FormulaZh = "Σ（各厂日均进水量 × 进水BOD5）÷ 人均日BOD5 ÷ 城区用水总人口（常住＋暂住）× 100%，各项取同一时段",
            Rule = CollectionRate.Rule,
            Unit = "%",
            NumeratorZh = "污水得到集中收集的人口（人）",
            DenominatorZh = "城区用水总人口（人）",
            Target = new IndicatorTarget.Fixed(50),
            Source = $"目标：工作计划第4项（含50%）。公式：城镇污水处理提质增效的统计口径（recalled）。人均日BOD5 {PerPerson.Value} {PerPerson.Unit}：{PerPerson.Source}（{PerPerson.Confidence}）。只计级别为城市的厂，属平台读法",
            Measure = MeasureAsync,
        },
    ];

    private static async ValueTask<Measured> MeasureAsync(Basis basis, CancellationToken cancel)
    {
        var book = await PlantBook.ReadAsync(basis, cancel);
        var plants = book.Plants.Where(plant => plant.Level == PlantLevel.City).ToList();
        var population = (await basis.RowsAsync<WaterPopulation>(cancel)).Where(row => row.Values.Year == basis.Year)
            .GroupBy(row => row.Values.Area).Select(same => same.MaxBy(row => row.RecordedAt)!).ToList();

        // One period for all terms: a month counts when every plant that owed a report of it is in.
        var (months, influents) = (new List<DateOnly>(), new List<PlantInfluent>());
        foreach (var month in Months.OfYear(basis.On))
        {
            var owing = plants.Where(plant => plant.Owes(month)).ToList();
            var known = new List<PlantInfluent>();
            foreach (var plant in owing)
                if (await book.InfluentAsync(plant, month, cancel) is { } influent) known.Add(influent);
            if (owing.Count == 0 || known.Count < owing.Count) continue;
            months.Add(month);
            influents.AddRange(known);
        }
        var year = Invariant($"{basis.Year}");
        if (months.Count == 0) return Measured.NoData with { Period = year, Note = "没有各厂进水量和BOD5都齐的月份 / no month for which every plant states inflow and BOD5" };

        var days = months.Sum(Months.Days);
        var deducted = population.Sum(row => row.Values.IndustrialLoad ?? 0) * GramsPerKilogram;
        var collected = CollectionRate.Served(influents.Select(each => each.Water), days, deducted, PerPerson.Value);
        var persons = population.Sum(row => row.Values.Permanent + row.Values.Temporary);
        MeasuredInput[] inputs =
        [
            new("日均BOD5负荷（已扣除工业负荷）", "BOD5 load a day, deduction made", collected.LoadPerDay, "g/d"),
            new("扣除的工业BOD5负荷", "industrial BOD5 load deducted", deducted, "g/d"),
            new("人均日BOD5", "BOD5 a person and day", PerPerson.Value, PerPerson.Unit),
            new("常住用水人口", "permanent population", population.Count == 0 ? null : population.Sum(row => row.Values.Permanent), "人"),
            new("暂住用水人口", "temporary population", population.Count == 0 ? null : population.Sum(row => row.Values.Temporary), "人"),
            new("参与计算的月份", "months that count", months.Count, "月"),
            new("BOD5取自监测数据的厂月", "plant months with BOD5 from readings", influents.Count(each => each.FromReadings), "厂月"),
        ];
        if (persons == 0)
            return Measured.NoData with { Period = year, Inputs = inputs, Note = "当年城区用水人口未登记 / the year's population has not been registered" };
        return Measured.Percent(collected.Served, persons, [.. population.Select(row => row.Evidence), .. plants.Select(plant => plant.Now.Evidence)]) with
        {
            Period = year,
            Provisional = months.Count < 12,
            Note = months.Count < 12
                ? $"各厂数据齐全的有 {months.Count} 个月，全年到齐前为暂定 / {months.Count} months are in, provisional until all twelve are"
                : null,
            Inputs = inputs,
            Parts = [.. influents.GroupBy(each => each.Plant).Select(plant => PartOf(book, plant.Key, [.. plant], days, persons))],
        };
    }

    // What the plant adds to the rate, before anything is deducted.
    private static MeasuredPart PartOf(PlantBook book, string id, IReadOnlyList<PlantInfluent> months, int days, decimal persons)
    {
        var water = months.Select(each => each.Water).ToList();
        return new()
        {
            Id = id,
            Name = book.NameOf(id),
            Value = CollectionRate.Served(water, days, 0, PerPerson.Value).Served * 100 / persons,
            Note = Invariant($"日均进水量 {water.Sum(each => each.Volume) / days:0.##} m³/d，进水BOD5 {InfluentBod.Mean(water):0.##} mg/L"),
            Evidence = [.. months.SelectMany(each => each.Evidence)],
        };
    }
}
