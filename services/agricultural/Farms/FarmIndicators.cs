using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;

namespace Bishui.Agricultural.Farms;

/// <summary>How far the farms are with what task 8 asks of them.</summary>
internal static class FarmIndicators
{
    private const string Task8 = "计划第8项；原文未定比例，只展示、不计分 / task 8 prints no figure: shown, not scored";

    public static IReadOnlyList<Indicator> All =>
    [
        new()
        {
            Key = "large-farms-with-plan-and-ledger",
            Topic = AgriculturalTopics.Livestock,
            TitleZh = "大型规模养殖场建立粪肥还田计划和施用台账的比例",
            TitleEn = "Large farms that hold a return-to-field plan and an application ledger",
            FormulaZh = "当年有粪肥还田计划且有粪肥施用台账的大型规模养殖场数 ÷ 大型规模养殖场数 × 100%",
            Rule = "large-farms/1",
            Unit = "%",
            NumeratorZh = "有计划且有台账的大型规模养殖场数",
            DenominatorZh = "大型规模养殖场数",
            Source = Task8,
            Measure = async (basis, cancel) =>
            {
                var large = (await FarmBook.ReadAsync(basis, cancel)).Where(book => book.IsLarge).ToList();
                return Measured.Percent(large.Count(HasBoth), large.Count, []) with
                {
                    Period = FormattableString.Invariant($"{basis.Year}"),
                    Parts = [.. large.Select(book => new MeasuredPart { Id = book.Farm.Id, Name = book.Farm.Values.Name, Met = HasBoth(book), Evidence = book.Evidence })],
                };
            },
        },
        new()
        {
            Key = "certified-farms",
            Topic = AgriculturalTopics.Livestock,
            TitleZh = "畜禽规模养殖场生态认证比例",
            TitleEn = "Farms above scale with an ecological certification",
            FormulaZh = "持有有效生态认证的规模以上养殖场数（含大型） ÷ 规模以上养殖场数 × 100%",
            Rule = "certified-farms/1",
            Unit = "%",
            NumeratorZh = "当日生态认证有效的规模养殖场数",
            DenominatorZh = "规模养殖场数（含大型）",
            Source = Task8,
            Measure = async (basis, cancel) =>
            {
                var farms = (await FarmBook.ReadAsync(basis, cancel)).Where(book => book.IsScale).ToList();
                return Measured.Percent(farms.Count(book => IsCertified(book, basis.On)), farms.Count, []) with
                {
                    Parts = [.. farms.Select(book => new MeasuredPart
                    {
                        Id = book.Farm.Id,
                        Name = book.Farm.Values.Name,
                        Met = IsCertified(book, basis.On),
                        Evidence = [book.Farm.Evidence, .. book.Certifications.Select(one => one.Evidence)],
                    })],
                };
            },
        },
    ];

    private static bool HasBoth(FarmBook book) => book is { Plans.Count: > 0, Applications.Count: > 0 };

    private static bool IsCertified(FarmBook book, DateOnly day) => book.Certifications.Any(one => one.Values.HoldsOn(day));
}
