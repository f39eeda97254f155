using Bishui.Domestic.Rules;
using Bishui.Features.Findings;

namespace Bishui.Domestic.Plants;

/// <summary>What is wrong with the reports on which the figures of tasks 4 to 7 rest.</summary>
internal static class PlantFindings
{
    private const int MonthsBack = 12;

    private static readonly RuleFigure Days = DomesticRules.Carried.ReportDays;

    public static IReadOnlyList<FindingRule> All { get; } =
    [
        new()
        {
            Key = "plant-report-missing",
            Topic = DomesticTopics.SewageCollection,
            TitleZh = "污水处理厂月报逾期未报",
            TitleEn = "A treatment plant's monthly report is overdue",
            Source = $"{Days.Value}天：{Days.Source}",
            Find = async (basis, cancel) =>
            {
                var book = await PlantBook.ReadAsync(basis, cancel);
                var first = new DateOnly(basis.On.Year, basis.On.Month, 1).AddMonths(-MonthsBack);
                return
                [
                    .. from plant in book.Plants
                       from month in Months.Over(first, basis.On.AddDays(-(int)Days.Value - 1))
                       where plant.Owes(month) && book.Report(plant.Id, month) is null
                       select new Finding
                       {
                           ObjectId = $"{plant.Id}/{Months.NameOf(month)}",
                           ObjectName = plant.Name,
                           Since = Months.LastDay(month).AddDays((int)Days.Value + 1),
                           TextZh = $"{plant.Name} {Months.NameOf(month)} 的月报未报",
                           TextEn = $"no report of {Months.NameOf(month)}",
                           Evidence = [plant.Now.Evidence],
                       },
                ];
            },
        },
        new()
        {
            Key = "plant-report-double",
            Topic = DomesticTopics.SewageCollection,
            TitleZh = "同一厂同一月有多条月报",
            TitleEn = "Two reports of one plant and month",
            Source = "平台核查：只有最后登记的一条参与计算",
            Find = async (basis, cancel) =>
            {
                var book = await PlantBook.ReadAsync(basis, cancel);
                return
                [
                    .. book.Doubles.Select(same => new Finding
                    {
                        ObjectId = $"{same[0].Plant}/{Months.NameOf(same[0].Month)}",
                        ObjectName = book.NameOf(same[0].Plant),
                        Since = Months.LastDay(same[0].Month),
                        TextZh = $"{book.NameOf(same[0].Plant)} {Months.NameOf(same[0].Month)} 有 {same.Count} 条月报，只计最后登记的一条，其余请移出名录",
                        TextEn = $"{same.Count} reports of {Months.NameOf(same[0].Month)}: only the one recorded last counts",
                        Evidence = [.. same.Select(report => report.Row.Evidence)],
                    }),
                ];
            },
        },
    ];
}
