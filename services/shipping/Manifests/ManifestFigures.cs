using System.Globalization;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Rules.Indicators;
using Bishui.Shipping.Rules;

namespace Bishui.Shipping.Manifests;

/// <summary>How the chains of ship waste stand.</summary>
internal static class ManifestFigures
{
    private static readonly ManifestRules Rules = ShippingRules.Carried.Manifests;

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "manifests-closed",
            Topic = ShippingTopics.VesselWaste,
            TitleZh = "船舶污染物联单闭环率",
            TitleEn = "Ship waste manifests closed",
            FormulaZh = "已处置且数量平衡的联单数 ÷（当年产生、已处置或已逾期的联单数） × 100%；各环节仍在时限内的不计入",
            Rule = ManifestChain.Rule,
            Unit = "%",
            NumeratorZh = "已闭环的联单数",
            DenominatorZh = "已处置或已逾期的联单数",
            Source = $"计划第10项，未定比例。{Rules.Source}（{Rules.Confidence}）",
            Measure = async (basis, cancel) =>
            {
                var manifests = (await basis.RowsAsync<WasteManifest>(cancel))
                    .Where(row => row.Values.GeneratedOn.Year == basis.Year).Select(row => (Row: row, State: StateOn(row, basis.On))).ToList();
                var decided = manifests.Where(one => one.State != ManifestState.UnderWay).ToList();
                return Measured.Percent(decided.Count(one => one.State == ManifestState.Closed), decided.Count, []) with
                {
                    Period = FormattableString.Invariant($"{basis.Year}"),
                    Inputs = [new("仍在时限内的联单数", "manifests under way", manifests.Count - decided.Count, "份")],
                    Parts = [.. decided.Select(one => new MeasuredPart
                    {
                        Id = one.Row.Id,
                        Name = one.Row.Values.Number,
                        Met = one.State == ManifestState.Closed,
                        Note = Words.Of(one.State),
                        Evidence = [one.Row.Evidence],
                    })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "manifest-open",
            Topic = ShippingTopics.VesselWaste,
            TitleZh = "船舶污染物联单逾期未进入下一环节",
            TitleEn = "Ship waste manifest stopped at a stage",
            Source = Rules.Source,
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<WasteManifest>(cancel)).Where(row => StateOn(row, basis.On) == ManifestState.Stopped)
                .Select(row => (Row: row, By: ManifestChain.NextBy(Rules, row.Values.Stages())!.Value))
                .Select(one => Of(one.Row, one.By.AddDays(1), $"应于 {one.By:yyyy-MM-dd} 前进入下一环节", $"the next stage was due by {one.By:yyyy-MM-dd}"))],
        },
        new()
        {
            Key = "manifest-unbalanced",
            Topic = ShippingTopics.VesselWaste,
            TitleZh = "船舶污染物联单数量不平衡",
            TitleEn = "Ship waste manifest out of balance",
            Source = Rules.Source,
            // What is missing half-way is missing already.
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<WasteManifest>(cancel)).Where(row => ManifestChain.IsUnbalanced(Rules, row.Values.Stages()))
                .Select(row => (Row: row, Loss: ManifestChain.Loss(row.Values.Stages())!.Value.ToString("0.##", CultureInfo.InvariantCulture)))
                .Select(one => Of(one.Row, one.Row.Values.Stages().Last(stage => stage.On is not null).On!.Value,
                    $"比产生量少 {one.Loss}%，允许 {Rules.LossTolerance:0.##}%", $"{one.Loss} % less than generated, {Rules.LossTolerance:0.##} % allowed"))],
        },
    ];

    private static ManifestState StateOn(Row<WasteManifest> row, DateOnly day) => ManifestChain.StateOn(Rules, row.Values.Stages(), day);

    private static Finding Of(Row<WasteManifest> row, DateOnly since, string zh, string en) => new()
    {
        ObjectId = row.Id,
        ObjectName = row.Values.Number,
        Since = since,
        TextZh = zh,
        TextEn = en,
        Evidence = [row.Evidence],
    };
}
