using Bishui.Features.Indicators;
using Bishui.Features.Readings;
using Bishui.Rules.Indicators;
using Bishui.Rules.Judging;

namespace Bishui.Industrial.Parks;

/// <summary>What the readings of an outlet come to from the first day of the year on.</summary>
internal sealed record OutletMeasure(string Id, string Name, EvidenceId Row, IReadOnlyList<JudgedReading> Readings)
{
    public int Within => Count(Verdict.Within);

    public int Beyond => Count(Verdict.Beyond);

    /// <summary>Nothing that could be held against a limit: nobody knows whether it is good.</summary>
    public bool IsUnmeasured => Within + Beyond == 0;

    /// <summary>False with any reading beyond; true when all that could be compared are within; null when nothing could, or something could not.</summary>
    public bool? Complies => Beyond > 0 ? false : Within == 0 || Count(Verdict.NotComparable) > 0 ? null : true;

    public static async ValueTask<OutletMeasure> OfAsync(Basis basis, string id, string name, EvidenceId row, string site, CancellationToken cancel) =>
        new(id, name, row, await basis.Sites.JudgedAsync(site, new(basis.Year, 1, 1), basis.On, cancel, basis.KnownAt));

    public MeasuredPart Part => new()
    {
        Id = Id,
        Name = Name,
        Value = IsUnmeasured ? null : Within * 100m / (Within + Beyond),
        Met = Complies,
        Provisional = Complies is null,
        Note = IsUnmeasured ? "没有可与限值比较的监测数据 / no reading could be held against a limit" : null,
        Evidence = [Row, .. Readings.Select(reading => reading.Evidence)],
    };

    private int Count(Verdict verdict) => Readings.Count(reading => reading.Verdict == verdict);
}
