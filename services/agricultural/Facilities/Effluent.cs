using Bishui.Features.Indicators;
using Bishui.Features.Sites;
using Bishui.Rules.Indicators;
using Bishui.Rules.Judging;
using Bishui.Rules.Standards;
using Bishui.Rules.Time;
using Bishui.Standards;

namespace Bishui.Agricultural.Facilities;

/// <summary>What the readings of a site say of its limits over a time.</summary>
/// <param name="Within">Null where nothing was measured that a limit in force could be held against.</param>
/// <param name="LastOn">The day of the newest reading that says so; null where there is none.</param>
/// <param name="Evidence">The readings that say so: those beyond a limit, else all that were judged.</param>
internal sealed record Effluent(bool? Within, DateOnly? LastOn, IReadOnlyList<EvidenceId> Evidence)
{
    private static readonly Effluent NotMeasured = new(null, null, []);

    public static async ValueTask<Effluent> OverAsync(Basis basis, string id, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        if ((await basis.Sites.SitesAsync(site => site.Id == id, cancel)) is not [var site]) return NotMeasured;
        var library = StandardFiles.Load();
        var judged = new List<(BasisReading Reading, DateOnly Day, Verdict Verdict)>();
        foreach (var reading in await basis.ReadingsAsync(id, first, last, cancel))
        {
            var day = ChinaTime.DayOf(reading.Time);
            if (library.Parameters.Find(reading.Parameter) is { } parameter && TableOn(library, site, day) is { } table)
                judged.Add((reading, day, table.VerdictOf(reading.Parameter, reading.Value, parameter.Unit, day)));
        }
        var beyond = judged.Where(one => one.Verdict == Verdict.Beyond).ToList();
        var said = beyond.Count > 0 ? beyond : judged.Where(one => one.Verdict == Verdict.Within).ToList();
        return said.Count == 0 ? NotMeasured : new(beyond.Count == 0, said[^1].Day, [.. said.Select(one => one.Reading.Evidence)]);
    }

    /// <summary>The limits of the site on a day; null where none is in force.</summary>
    private static JudgeTable? TableOn(StandardLibrary library, Site site, DateOnly day)
    {
        var period = site.Periods.LastOrDefault(each => each.RuleSet == SitePeriod.District && !(each.From > day) && !(each.To < day));
        var (code, grade) = period is null ? (site.Standard, site.Grade) : (period.Standard, period.Grade);
        if (code is null || grade is null || library.VersionOn(code, day) is not { } standard || !standard.Grades.Contains(grade)) return null;
        var conditions = period is null ? site.Conditions : site.Conditions.Concat(period.Conditions).GroupBy(one => one.Key).ToDictionary(same => same.Key, same => same.Last().Value);
        return JudgeTable.Prepare(standard, grade, conditions);
    }
}
