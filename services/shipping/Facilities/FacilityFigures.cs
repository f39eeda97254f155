using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;

namespace Bishui.Shipping.Facilities;

/// <summary>How the reception facilities work.</summary>
internal static class FacilityFigures
{
    private const string Task10 = "计划第10项“保障港口船舶污染物接收、转运及处置设施运转良好”，未定比例 / task 10 prints no figure: shown, not scored";

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "reception-facilities-working",
            Topic = ShippingTopics.VesselWaste,
            TitleZh = "港口船舶污染物接收设施运转良好率",
            TitleEn = "Port reception facilities that work",
            FormulaZh = "运转良好的接收设施数 ÷ 接收设施数 × 100%",
            Rule = "reception-facilities-working/1",
            Unit = "%",
            NumeratorZh = "运转良好的接收设施数",
            DenominatorZh = "接收设施数",
            Source = Task10,
            Measure = async (basis, cancel) =>
            {
                var facilities = await basis.RowsAsync<ReceptionFacility>(cancel);
                return Measured.Percent(facilities.Count(row => row.Values.Working), facilities.Count, []) with
                {
                    Parts = [.. facilities.Select(row => new MeasuredPart { Id = row.Id, Name = row.Values.Name, Met = row.Values.Working, Note = row.Values.Problem, Evidence = [row.Evidence] })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "reception-facility-not-working",
            Topic = ShippingTopics.VesselWaste,
            TitleZh = "港口船舶污染物接收设施未正常运转",
            TitleEn = "Port reception facility out of order",
            Source = Task10,
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<ReceptionFacility>(cancel)).Where(row => !row.Values.Working).Select(row => new Finding
            {
                ObjectId = row.Id,
                ObjectName = row.Values.Name,
                Since = row.Values.CheckedOn,
                TextZh = row.Values.Problem!,
                TextEn = row.Values.Problem!,
                Evidence = [row.Evidence],
            })],
        },
    ];
}
