using Bishui.Agricultural.Rules;
using Bishui.Agricultural.Villages;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;

namespace Bishui.Agricultural.Facilities;

/// <summary>How the rural facilities work.</summary>
internal static class FacilityFigures
{
    private static readonly OperationCriteria Criteria = VillageRules.Carried.Operation;

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "rural-facility-normal-operation",
            Topic = AgriculturalTopics.RuralSewage,
            TitleZh = "农村生活污水处理设施正常运行率",
            TitleEn = "Normal-operation rate of rural sewage facilities",
            FormulaZh = "正常运行的设施数 ÷ 已建成设施数 × 100%",
            Rule = NormalOperation.Rule,
            Unit = "%",
            NumeratorZh = "正常运行的设施数",
            DenominatorZh = "已建成设施数",
            Target = new IndicatorTarget.Fixed(90) { Side = TargetSide.AtLeast },
            Source = $"计划第9项“正常运行率90%以上”，含90%。{Criteria.Source}（{Criteria.Confidence}）",
            Measure = async (basis, cancel) =>
            {
                var states = await FacilityState.ReadAsync(basis, cancel);
                var unknown = states.Count(state => state.IsNormal is null);
                // One of which nothing is known is built all the same: it counts below the line, not above it.
                return Measured.Percent(states.Count(state => state.IsNormal == true), states.Count, []) with
                {
                    Provisional = unknown > 0,
                    Note = unknown > 0 ? $"{unknown} 座设施运行情况不明 / the operation of {unknown} facilities is not known" : null,
                    Parts = [.. states.Select(state => new MeasuredPart
                    {
                        Id = state.Facility.Id,
                        Name = state.Facility.Values.Name,
                        Met = state.IsNormal,
                        Provisional = state.IsNormal is null,
                        Note = state.Note,
                        Evidence = state.Evidence,
                    })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "rural-facility-not-normal",
            Topic = AgriculturalTopics.RuralSewage,
            TitleZh = "农村生活污水处理设施未正常运行",
            TitleEn = "Rural sewage facility not in normal operation",
            Source = Criteria.Source,
            Find = async (basis, cancel) => [.. (await FacilityState.ReadAsync(basis, cancel)).Where(state => state.IsNormal == false).Select(state => Of(state,
                // What is seen on the spot counts from the day it was seen, what is measured from the day it was measured.
                state.Record is { Values: { Running: false } or { Receiving: false } } seen ? seen.Values.On : state.Effluent!.LastOn!.Value))],
        },
        new()
        {
            Key = "rural-facility-without-record",
            Topic = AgriculturalTopics.RuralSewage,
            TitleZh = "农村生活污水处理设施没有近期运行记录",
            TitleEn = "Rural sewage facility without a recent record of its operation",
            Source = Criteria.Source,
            Find = async (basis, cancel) =>
            {
                var looked = (await basis.RowsAsync<OperationRecord>(cancel)).ToLookup(row => row.Values.Facility, row => row.Values.On);
                return [.. (await FacilityState.ReadAsync(basis, cancel)).Where(state => state.Record is null).Select(state => Of(state,
                    looked[state.Facility.Id].Append(state.Facility.Values.BuiltOn!.Value).Where(day => day <= basis.On).Max().AddDays(Criteria.RecordWithinDays) is var since && since <= basis.On
                        ? since : basis.On))];
            },
        },
    ];

    private static Finding Of(FacilityState state, DateOnly since) => new()
    {
        ObjectId = state.Facility.Id,
        ObjectName = state.Facility.Values.Name,
        Since = since,
        TextZh = state.Note,
        TextEn = state.Note,
        Evidence = state.Evidence,
    };
}
