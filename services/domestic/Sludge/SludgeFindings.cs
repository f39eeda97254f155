using Bishui.Domestic.Plants;
using Bishui.Domestic.Rules;
using Bishui.Features.Findings;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;
using static System.FormattableString;

namespace Bishui.Domestic.Sludge;

/// <summary>What is wrong with sludge on its way, and with the books about it.</summary>
internal static class SludgeFindings
{
    private static readonly DomesticRules Rules = DomesticRules.Carried;

    public static IReadOnlyList<FindingRule> All { get; } =
    [
        Of("sludge-not-arrived", "转出的污泥逾期未送达", "Sludge left and did not arrive", $"{Rules.ArrivalDays.Value}天：{Rules.ArrivalDays.Source}", (book, today) =>
            from row in book.Manifests
            where Open(row.Values.ReceivedOn, today) && ArrivalDue(row.Values) < today
            select About(row, ArrivalDue(row.Values).AddDays(1),
                Invariant($"联单 {row.Values.Number}：{row.Values.SentOn:yyyy-MM-dd} 转出 {row.Values.SentWet:0.###} t，{Rules.ArrivalDays.Value} 天内未送达"),
                Invariant($"manifest {row.Values.Number}: {row.Values.SentWet:0.###} t left on {row.Values.SentOn:yyyy-MM-dd} and did not arrive"))),
        Of("sludge-not-disposed", "送达的污泥逾期未处置", "Sludge arrived and was not disposed of", $"{Rules.DisposalDays.Value}天：{Rules.DisposalDays.Source}", (book, today) =>
            from row in book.Manifests
            where !Open(row.Values.ReceivedOn, today) && Open(row.Values.DisposedOn, today) && DisposalDue(row.Values) < today
            select About(row, DisposalDue(row.Values).AddDays(1),
                Invariant($"联单 {row.Values.Number}：{row.Values.ReceivedOn:yyyy-MM-dd} 送达，{Rules.DisposalDays.Value} 天内未处置"),
                Invariant($"manifest {row.Values.Number}: arrived on {row.Values.ReceivedOn:yyyy-MM-dd} and was not disposed of"))),
        Of("sludge-amount-differs", "污泥接收量与转出量不符", "What was received is not what was sent", $"{Rules.AmountTolerance.Value}%：{Rules.AmountTolerance.Source}", (book, today) =>
            from row in book.Manifests
            where !Open(row.Values.ReceivedOn, today) && SludgeBook.Differs(row.Values)
            select About(row, row.Values.ReceivedOn!.Value,
                Invariant($"联单 {row.Values.Number}：转出 {row.Values.SentWet:0.###} t（干 {SludgeBook.SentDry(row.Values):0.###} t），接收 {row.Values.ReceivedWet:0.###} t（干 {SludgeBook.ReceivedDry(row.Values):0.###} t）"),
                Invariant($"manifest {row.Values.Number}: {row.Values.SentWet:0.###} t sent ({SludgeBook.SentDry(row.Values):0.###} t dry), {row.Values.ReceivedWet:0.###} t received ({SludgeBook.ReceivedDry(row.Values):0.###} t dry)"))),
        Of("sludge-unsafe-disposal", "污泥送往不合格的处置单位", "Sludge went to a facility that may not dispose of it", $"无害化方式：{Rules.SafeMethods.Source}（{Rules.SafeMethods.Confidence}）", (book, _) =>
            from row in book.Manifests
            let day = row.Values.DisposedOn ?? row.Values.ReceivedOn ?? row.Values.SentOn
            where !book.IsSafe(row.Values.Facility, day)
            select About(row, row.Values.SentOn, $"联单 {row.Values.Number}：{WhyZh(book.Facility(row.Values.Facility, day))}", $"manifest {row.Values.Number}: the facility is not registered, not safe, or its approval has ended",
                book.Facility(row.Values.Facility, day)?.Evidence)),
        Of("sludge-too-wet", "脱水污泥含水率不合格", "Dewatered sludge holds too much water", Rules.DewateredWater.Source, (book, today) =>
            book.Plants.Reports.Where(report => report.Month.Year == today.Year && report.Values is { SludgeProduced: > 0 } && report.Values.SludgeWater >= Rules.DewateredWater.Value)
                .Select(report => About(report, book, Months.LastDay(report.Month),
                    Invariant($"{Months.NameOf(report.Month)} 污泥含水率 {report.Values.SludgeWater:0.##}%，应小于 {Rules.DewateredWater.Value}%"),
                    Invariant($"water content {report.Values.SludgeWater:0.##} % in {Months.NameOf(report.Month)}, has to be below {Rules.DewateredWater.Value} %")))
                .Concat(from row in book.Manifests
                        where row.Values.SentWater >= Rules.DewateredWater.Value
                        select About(row, row.Values.SentOn,
                            Invariant($"联单 {row.Values.Number} 含水率 {row.Values.SentWater:0.##}%，应小于 {Rules.DewateredWater.Value}%"),
                            Invariant($"manifest {row.Values.Number}: water content {row.Values.SentWater:0.##} %, has to be below {Rules.DewateredWater.Value} %")))),
        Of("sludge-unbalanced", "污泥月度账不平", "A plant's sludge books of a month do not agree", $"{Rules.BalanceTolerance.Value}%：{Rules.BalanceTolerance.Source}", (book, today) =>
            from report in book.Plants.Reports
            where report.Month.Year == today.Year
            let balance = BalanceOf(book, report)
            where balance is not null && balance.IsOut
            select About(report, book, Months.LastDay(report.Month),
                Invariant($"{Months.NameOf(report.Month)} 干泥：上月末存 {balance.Before:0.###} t＋产生 {balance.Produced:0.###} t－转出 {balance.Sent:0.###} t－月末存 {balance.After:0.###} t＝{balance.Out:0.###} t"),
                Invariant($"dry solids of {Months.NameOf(report.Month)}: stock {balance.Before:0.###} t + produced {balance.Produced:0.###} t - sent {balance.Sent:0.###} t - stock {balance.After:0.###} t = {balance.Out:0.###} t"),
                balance.Evidence)),
        Of("sludge-manifest-double", "联单编号重复", "Manifests bear one number", "平台核查：只有最后登记的一条参与计算", (book, _) =>
            book.Doubles.Select(same => About(same[0], same.Max(row => row.Values.SentOn),
                $"联单编号 {same[0].Values.Number} 有 {same.Count} 条，只计最后登记的一条", $"{same.Count} manifests bear the number {same[0].Values.Number}: only the one recorded last counts",
                [.. same.Skip(1).Select(row => row.Evidence)]))),
    ];

    /// <summary>The last day on which a load may arrive.</summary>
    public static DateOnly ArrivalDue(SludgeManifest manifest) => manifest.SentOn.AddDays((int)Rules.ArrivalDays.Value);

    /// <summary>The last day on which a load may be disposed of: counted from its arrival, or from when it should have arrived.</summary>
    public static DateOnly DisposalDue(SludgeManifest manifest) => (manifest.ReceivedOn ?? ArrivalDue(manifest)).AddDays((int)Rules.DisposalDays.Value);

    public static bool IsInTime(SludgeManifest manifest) => manifest.ReceivedOn <= ArrivalDue(manifest) && manifest.DisposedOn <= DisposalDue(manifest);

    // What is written on the paper happened on its own day: asked for an earlier one, it had not.
    private static bool Open(DateOnly? done, DateOnly on) => done is not { } day || day > on;

    private static string WhyZh(Row<DisposalFacility>? facility) => facility switch
    {
        null => "处置单位当时不在名录",
        _ when !Rules.SafeMethods.Values.Contains(facility.Values.Method) => $"{facility.Values.Name} 的处置方式不属无害化",
        _ => Invariant($"{facility.Values.Name} 的许可已于 {facility.Values.ApprovedUntil:yyyy-MM-dd} 到期"),
    };

    private sealed record Balance(decimal Before, decimal Produced, decimal Sent, decimal After, decimal Out, bool IsOut, EvidenceId[] Evidence);

    // Null where the month before, or the month itself, states no stock: what is not known is not out.
    private static Balance? BalanceOf(SludgeBook book, PlantReport report)
    {
        if (book.Plants.Report(report.Plant, report.Month.AddMonths(-1)) is not { } last) return null;
        if (SludgeBook.Stored(last.Values) is not { } before || SludgeBook.Produced(report.Values) is not { } produced || SludgeBook.Stored(report.Values) is not { } after) return null;
        var manifests = book.Manifests.Where(row => row.Values.Plant == report.Plant && row.Values.SentOn >= report.Month && row.Values.SentOn <= Months.LastDay(report.Month)).ToList();
        var sent = manifests.Sum(row => SludgeBook.SentDry(row.Values));
        var balance = SludgeSolids.Balance(before, produced, sent, after);
        return new(before, produced, sent, after, balance, Math.Abs(balance) * 100 > Math.Max(produced, sent) * Rules.BalanceTolerance.Value,
            [last.Row.Evidence, .. manifests.Select(row => row.Evidence)]);
    }

    private static FindingRule Of(string key, string zh, string en, string source, Func<SludgeBook, DateOnly, IEnumerable<Finding>> find) => new()
    {
        Key = key,
        Topic = DomesticTopics.Sludge,
        TitleZh = zh,
        TitleEn = en,
        Source = source,
        Find = async (basis, cancel) => [.. find(await SludgeBook.ReadAsync(basis, cancel), basis.On)],
    };

    private static Finding About(Row<SludgeManifest> row, DateOnly since, string zh, string en, params EvidenceId?[] also) =>
        new() { ObjectId = row.Id, ObjectName = row.Values.Number, Since = since, TextZh = zh, TextEn = en, Evidence = [row.Evidence, .. also.OfType<EvidenceId>()] };

    private static Finding About(PlantReport report, SludgeBook book, DateOnly since, string zh, string en, params EvidenceId[] also) => new()
    {
        ObjectId = $"{report.Plant}/{Months.NameOf(report.Month)}",
        ObjectName = book.Plants.NameOf(report.Plant),
        Since = since,
        TextZh = zh,
        TextEn = en,
        Evidence = [report.Row.Evidence, .. also],
    };
}
