using System.Security.Claims;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Requests;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Time;
using Bishui.Rules.Indicators;
using Bishui.Storage.Documents;
using static System.FormattableString;

namespace Bishui.Risk.HealthRisks;

/// <summary>The health risk of every tap over a time, with what it was worked out from.</summary>
/// <param name="From">First civil day.</param>
/// <param name="To">Last civil day.</param>
/// <param name="Rule">Name and version of the formula.</param>
/// <param name="Exposure">IR, EF, ED, BW.</param>
/// <param name="Levels">What is acceptable.</param>
/// <param name="Source">Where formula and levels come from.</param>
/// <param name="Items">Point by point.</param>
internal sealed record HealthRiskAnswer(
    DateOnly From, DateOnly To, string Rule, Exposure Exposure, RiskLevels Levels, string Source, IReadOnlyList<PointRisk> Items);

/// <summary>The health risk of tap water. The plan prints no figure.</summary>
internal static class HealthRiskSlice
{
    private const string Rule = "F20/1";

    private static readonly string Source = $"F20；{HealthRiskInputs.Carried.Source}；{HealthRiskInputs.Carried.Exposure.Source}";

    public static readonly Indicator Acceptable = new()
    {
        Key = "tap-water-health-risk",
        Topic = RiskTopics.TapHealthRisk,
        TitleZh = "末梢水健康风险可接受的点位比例",
        TitleEn = "Share of taps with an acceptable health risk",
        FormulaZh = "HI ≤ 1 且 ILCR ≤ 10⁻⁴ 的点位数 ÷ 可评估的点位数 × 100%",
        Rule = Rule,
        Unit = "%",
        NumeratorZh = "风险可接受的点位数",
        DenominatorZh = "可评估的点位数",
        Source = $"计划第13项未定数值；{Source}",
        Measure = async (basis, cancel) =>
        {
            var parts = (await PointRisks.OfAsync(basis, new(basis.Year, 1, 1), basis.On, cancel)).Select(point => new MeasuredPart
            {
                Id = point.Site,
                Name = point.Name,
                Met = point.Acceptable,
                Note = NoteOf(point),
                Evidence = [.. point.Substances.SelectMany(one => one.Evidence)],
            }).ToList();
            // What cannot be said of a point is not said of the district either: until then the share is provisional.
            return Measured.Percent(parts.Count(part => part.Met == true), parts.Count(part => part.Met is not null), []) with
            {
                Parts = parts,
                Provisional = parts.Any(part => part.Met is null),
                Period = Invariant($"{basis.Year}"),
            };
        },
    };

    public static readonly FindingRule NotAcceptable = new()
    {
        Key = "health-risk-not-acceptable",
        Topic = RiskTopics.TapHealthRisk,
        TitleZh = "末梢水健康风险不可接受",
        TitleEn = "The health risk of tap water is not acceptable",
        Source = Source,
        Find = async (basis, cancel) =>
        [
            .. (await PointRisks.OfAsync(basis, new(basis.Year, 1, 1), basis.On, cancel)).Where(point => point.Acceptable == false).Select(point => new Finding
            {
                ObjectId = point.Site,
                ObjectName = point.Name,
                Since = new(basis.Year, 1, 1),
                TextZh = NoteOf(point)!.Split(" / ")[0],
                TextEn = NoteOf(point)!.Split(" / ")[1],
                Evidence = [.. point.Substances.SelectMany(one => one.Evidence)],
            }),
        ],
    };

    public static void MapHealthRisks(this IEndpointRouteBuilder routes) => routes.MapGroup("/health-risks").WithTags("化学物质健康风险 Health risks")
        .MapGet("/", Of).Produces<HealthRiskAnswer>()
        .WithSummary("末梢水化学物质健康风险（F20），按点位和物质，附参数和监测数据依据 / Chemical health risk of tap water by point and substance");

    private static async Task<IResult> Of(
        IDocumentReader store, BasisSource facts, ClaimsPrincipal user, RequestClock clock, string? from, string? to, CancellationToken cancel)
    {
        if (await TaskEntries.RefusalAsync(store, user.Caller(), RiskTopics.TapHealthRisk, TaskAction.Read, clock.Today(), cancel) is { } refusal) return refusal;
        var errors = new List<RowError>();
        var last = Instants.Day(to, "to", clock, errors);
        var first = from is null && errors.Count == 0 ? new(last.Year, 1, 1) : Instants.Day(from, "from", clock, errors);
        if (errors.Count == 0 && first > last) errors.Add(new(null, "from", "bad-period", "from 不得晚于 to / must not be after to"));
        if (errors.Count > 0) return Refusals.Invalid(errors);
        var inputs = HealthRiskInputs.Carried;
        return TypedResults.Ok(new HealthRiskAnswer(
            first, last, Rule, inputs.Exposure, inputs.Levels, Source, await PointRisks.OfAsync(facts.On(last), first, last, cancel)));
    }

    private static string? NoteOf(PointRisk point)
    {
        if (point.Substances.Count == 0) return "没有监测数据 / nothing was measured";
        var (zh, en) = (new List<string>(), new List<string>());
        Say(point.HazardIndex, "HI", "0.####");
        Say(point.CancerRisk, "ILCR", "0.##E-0");
        if (point.NotConfigured.Count > 0)
        {
            zh.Add("未配置毒性参数：" + string.Join('、', point.NotConfigured));
            en.Add("toxicity not configured: " + string.Join(", ", point.NotConfigured));
        }
        return $"{string.Join('，', zh)} / {string.Join(", ", en)}";

        void Say(decimal? figure, string name, string format)
        {
            zh.Add(figure is { } known ? $"{name} {known.ToString(format, System.Globalization.CultureInfo.InvariantCulture)}" : $"{name} 无法计算");
            en.Add(figure is { } same ? $"{name} {same.ToString(format, System.Globalization.CultureInfo.InvariantCulture)}" : $"{name} cannot be worked out");
        }
    }
}
