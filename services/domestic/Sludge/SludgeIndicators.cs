using Bishui.Domestic.Plants;
using Bishui.Domestic.Rules;
using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;
using static System.FormattableString;

namespace Bishui.Domestic.Sludge;

/// <summary>Task 7: sludge.</summary>
internal static class SludgeIndicators
{
    private static readonly DomesticRules Rules = DomesticRules.Carried;

    public static IReadOnlyList<Indicator> All { get; } =
    [
        new()
        {
            Key = "sludge-safe-disposal",
            Topic = DomesticTopics.Sludge,
            TitleZh = "污泥无害化处置率",
            TitleEn = "Safe sludge disposal rate",
            FormulaZh = "联单齐全、数量相符且由合格单位无害化处置的污泥（干泥）÷ 产生的污泥（干泥）× 100%；干泥＝湿泥 ×（1－含水率）",
            Rule = SludgeSolids.Rule,
            Unit = "%",
            NumeratorZh = "无害化处置的干泥量（t）",
            DenominatorZh = "产生的干泥量（t）",
            Target = new IndicatorTarget.Fixed(100),
            Source = $"目标：工作计划第7项（所有污泥）。公式：通常含义（recalled）。无害化方式：{Rules.SafeMethods.Source}（{Rules.SafeMethods.Confidence}）",
            Measure = DisposalAsync,
        },
        new()
        {
            Key = "sludge-manifests-closed",
            Topic = DomesticTopics.Sludge,
            TitleZh = "污泥联单按时闭环率",
            TitleEn = "Share of sludge manifests closed in time",
            FormulaZh = "按时送达并处置的联单数 ÷ 到期的联单数 × 100%",
            Rule = "sludge-manifests/1",
            Unit = "%",
            NumeratorZh = "按时送达并处置的联单数",
            DenominatorZh = "到期的联单数",
            Source = $"工作计划第7项未给此项目标，只作展示。送达 {Rules.ArrivalDays.Value} 天、处置 {Rules.DisposalDays.Value} 天：{Rules.ArrivalDays.Source}",
            Measure = ManifestsAsync,
        },
    ];

    private static async ValueTask<Measured> DisposalAsync(Basis basis, CancellationToken cancel)
    {
        var book = await SludgeBook.ReadAsync(basis, cancel);
        var parts = book.Plants.Plants.Select(plant => OfPlant.From(book, plant)).ToList();
        var (missing, isOver) = (parts.Sum(part => part.Missing), book.Months.Count == 12);
        var exceeds = parts.Any(part => part.Exceeds);
        return Measured.Percent(parts.Sum(part => part.Disposed), parts.Sum(part => part.Produced), []) with
        {
            Period = Invariant($"{basis.Year}"),
            Provisional = missing > 0 || !isOver || exceeds,
            Note = missing > 0 ? $"缺 {missing} 个厂月的污泥产生量 / sludge produced of {missing} plant months is missing"
                : exceeds ? "有厂处置量大于产生量与年初存量之和，账目待核 / a plant disposed of more than it had"
                : isOver ? null : "全年未满 / the year is not over",
            Inputs =
            [
                new("转出的干泥量", "dry solids sent", parts.Sum(part => part.Sent), "t"),
                new("月末厂内暂存的干泥量", "dry solids in stock at the end", parts.TrueForAll(part => part.Stored is not null) ? parts.Sum(part => part.Stored) : null, "t"),
                new("缺数据的厂月", "plant months that are missing", missing, "厂月"),
            ],
            Parts = [.. parts.Where(part => part.Produced > 0 || part.Sent > 0 || part.Missing > 0).Select(part => part.Part(isOver))],
        };
    }

    private static async ValueTask<Measured> ManifestsAsync(Basis basis, CancellationToken cancel)
    {
        var book = await SludgeBook.ReadAsync(basis, cancel);
        // A manifest is due when its last day has passed, or as soon as it is closed.
        var due = book.Manifests.Where(row => row.Values.SentOn.Year == basis.Year)
            .Where(row => SludgeFindings.DisposalDue(row.Values) < basis.On || row.Values.DisposedOn <= basis.On).ToList();
        return Measured.Percent(due.Count(row => SludgeFindings.IsInTime(row.Values)), due.Count, [.. due.Select(row => row.Evidence)]) with
        {
            Period = Invariant($"{basis.Year}"),
            Note = due.Count == 0 ? "没有到期的联单 / no manifest is due" : null,
        };
    }

    /// <summary>A plant's sludge of the year, t of dry solids.</summary>
    private sealed record OfPlant(PlantLife Plant, decimal Produced, decimal Sent, decimal Disposed, decimal? Stored, bool Exceeds, int Missing, IReadOnlyList<EvidenceId> Evidence)
    {
        public static OfPlant From(SludgeBook book, PlantLife plant)
        {
            var reports = book.Months.Select(month => (Month: month, Report: book.Plants.Report(plant.Id, month))).ToList();
            var stated = reports.Where(each => each.Report is { } report && SludgeBook.Produced(report.Values) is not null).Select(each => each.Report!).ToList();
            var sent = book.SentBy(plant.Id);
            var (produced, disposed) = (stated.Sum(report => SludgeBook.Produced(report.Values)!.Value), sent.Sum(row => book.SafelyDisposed(row.Values)));
            var before = book.Months.Count > 0 && book.Plants.Report(plant.Id, book.Months[0].AddMonths(-1)) is { } last ? SludgeBook.Stored(last.Values) : null;
            return new(
                plant, produced, sent.Sum(row => SludgeBook.SentDry(row.Values)), disposed,
                stated.Count == 0 ? null : SludgeBook.Stored(stated[^1].Values),
                disposed > produced + (before ?? 0),
                reports.Count(each => plant.Owes(each.Month) && (each.Report is null || SludgeBook.Produced(each.Report.Values) is null)),
                [.. stated.Select(report => report.Row.Evidence), .. sent.Select(row => row.Evidence), .. FacilitiesOf(book, sent)]);
        }

        public MeasuredPart Part(bool isOver)
        {
            var rate = Measured.Percent(Disposed, Produced, []).Value;
            var isFinal = isOver && Missing == 0 && !Exceeds && rate is not null;
            return new()
            {
                Id = Plant.Id,
                Name = Plant.Name,
                Value = rate,
                Target = 100,
                Met = isFinal ? rate >= 100 : null,
                Provisional = !isFinal,
                Note = Invariant($"干泥：产生 {Produced:0.###} t，转出 {Sent:0.###} t，无害化处置 {Disposed:0.###} t，月末暂存 {(Stored is { } stored ? Invariant($"{stored:0.###} t") : "未报")}"),
                Evidence = Evidence,
            };
        }

        private static IEnumerable<EvidenceId> FacilitiesOf(SludgeBook book, IEnumerable<Features.Registers.Row<SludgeManifest>> sent) =>
            sent.Where(row => row.Values.DisposedOn is not null).Select(row => book.Facility(row.Values.Facility, row.Values.DisposedOn!.Value)?.Evidence)
                .OfType<EvidenceId>().Distinct();
    }
}
