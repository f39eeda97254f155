using System.Globalization;
using Bishui.Agricultural.Rules;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Agricultural.Villages;

/// <summary>How far the villages are with sewage and waste.</summary>
internal static class VillageIndicators
{
    private static readonly TreatmentDefinition Treatment = VillageRules.Carried.Treatment;

    public static IReadOnlyList<Indicator> All =>
    [
        new()
        {
            Key = "rural-sewage-treatment-rate",
            Topic = AgriculturalTopics.RuralSewage,
            TitleZh = "农村生活污水治理率",
            TitleEn = "Rural sewage treatment rate",
            FormulaZh = string.Create(CultureInfo.InvariantCulture,
                $"双“60%”均达到的行政村数 ÷ 行政村数 × 100%；屯占比不低于 {Treatment.NaturalVillagesAtLeast:0.##}%，户占比不低于 {Treatment.HouseholdsAtLeast:0.##}%"),
            Rule = SewageTreatment.Rule,
            Unit = "%",
            NumeratorZh = "完成治理的行政村数",
            DenominatorZh = "行政村数",
            Target = new IndicatorTarget.Pending("rural-sewage-treatment-rate") { Side = TargetSide.AtLeast },
            Source = $"计划第9项，年度目标由上级下达。{Treatment.Source}（{Treatment.Confidence}）",
            Measure = async (basis, cancel) =>
                Of(await basis.RowsAsync<Village>(cancel), village => village.IsTreated(), SharesOf, $"双“60%”的两个占比口径未经证实（{Treatment.Confidence}） / which two shares are meant is not confirmed"),
        },
        new()
        {
            Key = "village-waste-coverage",
            Topic = AgriculturalTopics.RuralWaste,
            TitleZh = "农村生活垃圾收运处置体系覆盖率",
            TitleEn = "Villages covered by waste collection",
            FormulaZh = "生活垃圾收运处置体系覆盖的行政村数 ÷ 行政村数 × 100%",
            Rule = "village-waste-coverage/1",
            Unit = "%",
            NumeratorZh = "已覆盖的行政村数",
            DenominatorZh = "行政村数",
            Source = "计划第9项“有条件的地方基本实现全覆盖”，未定比例 / task 9 prints no figure: shown, not scored",
            Measure = async (basis, cancel) => Of(await basis.RowsAsync<Village>(cancel), village => village.WasteCovered, _ => null, null),
        },
    ];

    /// <summary>A village of which it is not known counts as one, but not as one that has it; the figure is then provisional.</summary>
    private static Measured Of(IReadOnlyList<Row<Village>> villages, Func<Village, bool?> has, Func<Village, string?> note, string? about)
    {
        var unknown = villages.Count(village => has(village.Values) is null);
        return Measured.Percent(villages.Count(village => has(village.Values) == true), villages.Count, []) with
        {
            Provisional = unknown > 0,
            Note = string.Join("；", new[] { about, unknown > 0 ? $"{unknown} 个行政村尚未核实 / {unknown} villages not yet verified" : null }.OfType<string>()) is { Length: > 0 } text ? text : null,
            Parts = [.. villages.Select(village => new MeasuredPart
            {
                Id = village.Id,
                Name = village.Values.Name,
                Met = has(village.Values),
                Provisional = has(village.Values) is null,
                Note = note(village.Values),
                Evidence = [village.Evidence],
            })],
        };
    }

    private static string SharesOf(Village village) =>
        $"屯 / natural villages {Print(SewageTreatment.Share(village.NaturalVillagesTreated, village.NaturalVillages))}，"
        + $"户 / households {Print(SewageTreatment.Share(village.HouseholdsCollected, village.Households))}";

    private static string Print(decimal? share) => share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.##} %") : "未核实 / not verified";
}
