using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;
using Bishui.Shipping.Rules;
using Bishui.Standards;

namespace Bishui.Shipping.Vessels;

/// <summary>How the vessels stand against age and GB 3552.</summary>
internal static class VesselFigures
{
    private static readonly ShippingRules Rules = ShippingRules.Carried;

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "ships-within-age",
            Topic = ShippingTopics.VesselStandards,
            TitleZh = "未达强制报废船龄的船舶比例",
            TitleEn = "Ships below their scrapping age",
            FormulaZh = "船龄小于强制报废船龄的船舶数 ÷ 船舶数 × 100%；船龄按完工日期起的整年计",
            Rule = VesselAge.Rule,
            Unit = "%",
            NumeratorZh = "未达强制报废船龄的船舶数",
            DenominatorZh = "名录内船舶数",
            Source = $"{Rules.Ages.Source}（{Rules.Ages.Confidence}）",
            Measure = async (basis, cancel) =>
            {
                var ships = (await basis.RowsAsync<Vessel>(cancel)).Select(ship => (Row: ship, Age: ship.Values.AgeOn(StandardFiles.Load(), basis.On))).ToList();
                var unknown = ships.Count(ship => ship.Age is null);
                return Measured.Percent(ships.Count(ship => ship.Age is { MayOperate: true }), ships.Count, []) with
                {
                    Provisional = unknown > 0,
                    Note = unknown > 0 ? $"{unknown} 艘船舶的船龄或年限不明 / age or scrapping age of {unknown} ships not known" : null,
                    Parts = [.. ships.Select(ship => new MeasuredPart
                    {
                        Id = ship.Row.Id,
                        Name = ship.Row.Values.Name,
                        Met = ship.Age?.MayOperate,
                        Provisional = ship.Age is null,
                        Note = ship.Age is { } age ? $"船龄 {age.Years} 年，强制报废船龄 {age.ScrappingAge:0.##} 年 / {age.Years} of {age.ScrappingAge:0.##} years" : ship.Row.Values.AgeUnknown().Zh,
                        Evidence = [ship.Row.Evidence],
                    })],
                };
            },
        },
        new()
        {
            Key = "new-ships-with-proof",
            Topic = ShippingTopics.VesselStandards,
            TitleZh = "新投入使用船舶符合GB 3552-2018的比例",
            TitleEn = "New ships with proof of GB 3552-2018",
            FormulaZh = "有符合证明的新投入使用船舶数 ÷ 新投入使用船舶数 × 100%；内河自2021-01-01、沿海自2018-01-01起投入使用的计入",
            Rule = "new-ships-with-proof/1",
            Unit = "%",
            NumeratorZh = "有符合证明的新投入使用船舶数",
            DenominatorZh = "新投入使用船舶数",
            Source = Rules.Discharge.Source,
            Measure = async (basis, cancel) =>
            {
                var ships = await NewAsync(basis, cancel);
                return Measured.Percent(ships.Count(ship => ship.IsProved), ships.Count, []) with
                {
                    Parts = [.. ships.Select(ship => new MeasuredPart
                    {
                        Id = ship.Row.Id,
                        Name = ship.Row.Values.Name,
                        Met = ship.IsProved,
                        Evidence = [ship.Row.Evidence, .. ship.Proofs.Select(proof => proof.Evidence)],
                    })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "ship-over-age",
            Topic = ShippingTopics.VesselStandards,
            TitleZh = "船舶达到强制报废船龄",
            TitleEn = "Ship at or above its scrapping age",
            Source = Rules.Ages.Source,
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<Vessel>(cancel))
                .Select(ship => (Row: ship, Age: ship.Values.AgeOn(StandardFiles.Load(), basis.On)))
                .Where(ship => ship.Age is { MayOperate: false })
                .Select(ship => new Finding
                {
                    ObjectId = ship.Row.Id,
                    ObjectName = ship.Row.Values.Name,
                    Since = Later(ship.Row.From, VesselAge.Anniversary(ship.Row.Values.CompletedOn!.Value, (int)decimal.Ceiling(ship.Age!.ScrappingAge))),
                    TextZh = $"船龄 {ship.Age.Years} 年，强制报废船龄 {ship.Age.ScrappingAge:0.##} 年，不得运营",
                    TextEn = $"{ship.Age.Years} years old, scrapped at {ship.Age.ScrappingAge:0.##}: may not operate",
                    Evidence = [ship.Row.Evidence],
                })],
        },
        new()
        {
            Key = "new-ship-without-proof",
            Topic = ShippingTopics.VesselStandards,
            TitleZh = "新投入使用船舶没有GB 3552-2018符合证明",
            TitleEn = "New ship without proof of GB 3552-2018",
            Source = Rules.Discharge.Source,
            Find = async (basis, cancel) => [.. (await NewAsync(basis, cancel)).Where(ship => !ship.IsProved).Select(ship => new Finding
            {
                ObjectId = ship.Row.Id,
                ObjectName = ship.Row.Values.Name,
                Since = Later(ship.Row.From, ship.Row.Values.EnteredServiceOn!.Value),
                TextZh = $"{ship.Row.Values.EnteredServiceOn:yyyy-MM-dd} 投入使用，没有有效的符合证明",
                TextEn = $"in service since {ship.Row.Values.EnteredServiceOn:yyyy-MM-dd} without a proof that holds",
                Evidence = [ship.Row.Evidence, .. ship.Proofs.Select(proof => proof.Evidence)],
            })],
        },
    ];

    /// <summary>The ships in service that GB 3552 binds by the plan, with what proves it.</summary>
    private static async ValueTask<IReadOnlyList<(Row<Vessel> Row, IReadOnlyList<Row<DischargeProof>> Proofs, bool IsProved)>> NewAsync(Basis basis, CancellationToken cancel)
    {
        var proofs = (await basis.RowsAsync<DischargeProof>(cancel)).ToLookup(proof => proof.Values.Vessel);
        return [.. (await basis.RowsAsync<Vessel>(cancel))
            .Where(ship => ship.Values.EnteredServiceOn <= basis.On && ship.Values.IsBound(ship.Values.EnteredServiceOn) == true)
            .Select(ship => (ship, (IReadOnlyList<Row<DischargeProof>>)[.. proofs[ship.Id]], proofs[ship.Id].Any(proof => !proof.Values.Lacks(ship.Values, basis.On).Any())))];
    }

    private static DateOnly Later(DateOnly first, DateOnly second) => first > second ? first : second;
}
