using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.RuleFiles;
using Bishui.Rules.Indicators;

namespace Bishui.Risk.RiverSets;

/// <summary>What <c>Data/river-set-rules.json</c> asks of a set.</summary>
internal sealed record RiverSetRules
{
    /// <summary>The rules as they are built in.</summary>
    public static RiverSetRules Carried { get; } = RuleFile.Read<RiverSetRules>("river-set-rules.json");

    public required string Title { get; init; }
    public required string Source { get; init; }
    public required string Confidence { get; init; }
    public required IReadOnlyList<SetPart> Required { get; init; }
}

/// <summary>A river with what belongs to it.</summary>
internal sealed record RiverFacts(Row<RiverSet> Set, IReadOnlyList<Row<EmergencySpace>> Spaces, IReadOnlyList<Row<SensitivePoint>> Points)
{
    /// <summary>Required parts that are not there. A list counts once one of its rows has a place: without it there is nothing to draw.</summary>
    public IReadOnlyList<SetPart> Missing => [.. RiverSetRules.Carried.Required.Where(part => part switch
    {
        SetPart.Policy => Set.Values.PolicyDocument is null,
        SetPart.Map => Set.Values.MapDocument is null,
        SetPart.Plan => Set.Values.Plan is null,
        SetPart.Spaces => !Spaces.Any(space => space.Values.Longitude is not null),
        _ => !Points.Any(point => point.Values.Longitude is not null),
    })];

    public IReadOnlyList<EvidenceId> Evidence => [Set.Evidence, .. Spaces.Select(space => space.Evidence), .. Points.Select(point => point.Evidence)];

    public static async ValueTask<IReadOnlyList<RiverFacts>> OfAsync(Basis basis, CancellationToken cancel)
    {
        var spaces = (await basis.RowsAsync<EmergencySpace>(cancel)).ToLookup(space => space.Values.River);
        var points = (await basis.RowsAsync<SensitivePoint>(cancel)).ToLookup(point => point.Values.River);
        return [.. (await basis.RowsAsync<RiverSet>(cancel)).Select(set => new RiverFacts(set, [.. spaces[set.Id]], [.. points[set.Id]]))];
    }
}

/// <summary>Task 12: each river has its set, and the practice goes on step by step. The plan prints no figure.</summary>
internal static class RiverCompleteness
{
    public static readonly Indicator Complete = new()
    {
        Key = "river-sets-complete",
        Topic = RiskTopics.RiverResponseSets,
        TitleZh = "“一河一策一图”成套的河流比例",
        TitleEn = "Share of rivers with a complete set",
        FormulaZh = "成套的河流数 ÷ 登记的水源地河流和重要河流数 × 100%",
        Rule = "river-sets-complete/1",
        Unit = "%",
        NumeratorZh = "成套的河流数",
        DenominatorZh = "登记的河流数",
        Source = $"计划第12项未定数值；成套要求：{RiverSetRules.Carried.Source}",
        Measure = async (basis, cancel) =>
        {
            var parts = (await RiverFacts.OfAsync(basis, cancel)).Select(river => new MeasuredPart
            {
                Id = river.Set.Id,
                Name = river.Set.Values.River,
                Met = river.Missing.Count == 0,
                Note = river.Missing.Count == 0 ? null : $"缺 {string.Join('、', river.Missing.Select(Terms.Zh))} / lacks {string.Join(", ", river.Missing.Select(Terms.En))}",
                Evidence = river.Evidence,
            }).ToList();
            return Measured.Percent(parts.Count(part => part.Met == true), parts.Count, []) with { Parts = parts };
        },
    };

    public static readonly Indicator Steps = new()
    {
        Key = "nanyang-practice-steps",
        Topic = RiskTopics.RiverResponseSets,
        TitleZh = "“南阳实践”各步骤完成比例",
        TitleEn = "Share of the steps of the Nanyang practice that are done",
        FormulaZh = "已完成步骤数 ÷（登记的河流数 × 5）× 100%",
        Rule = "nanyang-practice-steps/1",
        Unit = "%",
        NumeratorZh = "已完成步骤数",
        DenominatorZh = "各河流应完成步骤数",
        Source = $"计划第12项未定数值；步骤：{RiverSetRules.Carried.Source}",
        Measure = async (basis, cancel) =>
        {
            var rivers = await basis.RowsAsync<RiverSet>(cancel);
            var parts = rivers.Select(river =>
            {
                var steps = river.Values.Steps;
                var done = steps.Count(step => step.DoneOn <= basis.On);
                return new MeasuredPart
                {
                    Id = river.Id,
                    Name = river.Values.River,
                    Value = done * 100m / steps.Count,
                    Met = done == steps.Count,
                    Note = steps.FirstOrDefault(step => !(step.DoneOn <= basis.On)).Zh is { } next ? $"待完成：{next} / {done} of {steps.Count} done" : null,
                    Evidence = [river.Evidence],
                };
            }).ToList();
            return Measured.Percent(
                rivers.Sum(river => river.Values.Steps.Count(step => step.DoneOn <= basis.On)), rivers.Sum(river => river.Values.Steps.Count), []) with
            { Parts = parts };
        },
    };

    public static readonly FindingRule Incomplete = new()
    {
        Key = "river-set-incomplete",
        Topic = RiskTopics.RiverResponseSets,
        TitleZh = "“一河一策一图”不成套",
        TitleEn = "The set of a river is not complete",
        Source = RiverSetRules.Carried.Source,
        Find = async (basis, cancel) =>
        [
            .. (await RiverFacts.OfAsync(basis, cancel)).Where(river => river.Missing.Count > 0).Select(river => new Finding
            {
                ObjectId = river.Set.Id,
                ObjectName = river.Set.Values.River,
                Since = river.Set.From,
                TextZh = "缺：" + string.Join('、', river.Missing.Select(Terms.Zh)),
                TextEn = "missing: " + string.Join(", ", river.Missing.Select(Terms.En)),
                Evidence = river.Evidence,
            }),
        ],
    };

    public static readonly FindingRule NotPlaced = new()
    {
        Key = "emergency-place-unknown",
        Topic = RiskTopics.RiverResponseSets,
        TitleZh = "应急空间或敏感点没有坐标",
        TitleEn = "An emergency space or sensitive point has no place",
        Source = RiverSetRules.Carried.Source,
        Find = async (basis, cancel) =>
        [
            .. (await basis.RowsAsync<EmergencySpace>(cancel)).Where(space => space.Values.Longitude is null)
                .Select(space => Unplaced(space.Id, space.Values.Name, space.From, space.Evidence)),
            .. (await basis.RowsAsync<SensitivePoint>(cancel)).Where(point => point.Values.Longitude is null)
                .Select(point => Unplaced(point.Id, point.Values.Name, point.From, point.Evidence)),
        ],
    };

    private static Finding Unplaced(string id, string name, DateOnly since, EvidenceId evidence) => new()
    {
        ObjectId = id,
        ObjectName = name,
        Since = since,
        TextZh = "没有坐标，图上无法标出",
        TextEn = "has no place and cannot be drawn",
        Evidence = [evidence],
    };
}
