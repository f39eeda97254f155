using Bishui.Agricultural.Rules;
using Bishui.Agricultural.Villages;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Agricultural.Facilities;

/// <summary>How a facility that is built stands on a day.</summary>
/// <param name="Facility">The facility.</param>
/// <param name="Record">The newest record that still speaks for it; null where nobody looked in time.</param>
/// <param name="Effluent">What its readings say; null where it names no site.</param>
internal sealed record FacilityState(Row<RuralFacility> Facility, Row<OperationRecord>? Record, Effluent? Effluent)
{
    private static readonly OperationCriteria Criteria = VillageRules.Carried.Operation;

    /// <summary>Null while it is not known.</summary>
    public bool? IsNormal => NormalOperation.IsNormal(Criteria, Record?.Values.Running, Record?.Values.Receiving, Effluent?.Within);

    public string Note => string.Join("；", new[]
    {
        Record is null ? $"{Criteria.RecordWithinDays} 天内没有运行记录 / no record of its operation within {Criteria.RecordWithinDays} days"
            : !Record.Values.Running ? "未运行 / does not run"
            : !Record.Values.Receiving ? "没有污水进入 / receives no sewage" : null,
        Effluent switch
        {
            null => "未设出水监测点位 / effluent has no site",
            { Within: null } => "出水没有可评价的监测数据 / no readings of its effluent that can be judged",
            { Within: false } => "出水超标 / effluent beyond its limits",
            _ => "出水达标 / effluent within its limits",
        },
    }.OfType<string>());

    public IReadOnlyList<EvidenceId> Evidence => [Facility.Evidence, .. Record is null ? [] : new[] { Record.Evidence }, .. Effluent?.Evidence ?? []];

    /// <summary>Every facility that is built by the day.</summary>
    public static async ValueTask<IReadOnlyList<FacilityState>> ReadAsync(Basis basis, CancellationToken cancel)
    {
        var records = (await basis.RowsAsync<OperationRecord>(cancel))
            .Where(row => row.Values.On <= basis.On && row.Values.On > basis.On.AddDays(-Criteria.RecordWithinDays)).ToLookup(row => row.Values.Facility);
        var states = new List<FacilityState>();
        foreach (var facility in (await basis.RowsAsync<RuralFacility>(cancel)).Where(facility => facility.Values.BuiltOn <= basis.On))
            states.Add(new(
                facility,
                // Of two of one day the one recorded last.
                records[facility.Id].OrderBy(row => row.Values.On).ThenBy(row => row.RecordedAt).LastOrDefault(),
                facility.Values.Site is { } site ? await Effluent.OverAsync(basis, site, basis.On.AddDays(1 - Criteria.ReadingsWithinDays), basis.On, cancel) : null));
        return states;
    }
}
