using Bishui.Rules.Judging;
using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Features.Sites;

/// <summary>By what one rule set judges a site on a day.</summary>
/// <param name="RuleSet">Whose view it is.</param>
/// <param name="Limits">The limits; null: none is in force.</param>
/// <param name="Target">The worst class that meets the objective; null where there is none.</param>
internal sealed record SiteRule(string RuleSet, JudgeTable? Limits, WaterClass? Target)
{
    /// <summary>
    /// Judges a reading, by the conditions <paramref name="measured"/> with it where limits depend on them; the rule of another set than the
    /// district's own carries its name (<c>single-reading/1@city</c>).
    /// </summary>
    public Judgement Judge(string parameter, decimal value, string unit, DateOnly day, IReadOnlyDictionary<string, string>? measured = null)
    {
        var judgement = Limits!.Judge(parameter, value, unit, day, measured);
        return RuleSet == SitePeriod.District ? judgement : judgement with { Rule = $"{judgement.Rule}@{RuleSet}" };
    }
}

/// <summary>A site with what judging its readings needs, worked out once.</summary>
internal sealed class SiteEntry
{
    // From which day on which rules hold, in order; the first holds from the beginning.
    private readonly List<(DateOnly From, IReadOnlyList<SiteRule> Rules)> _spans = [];

    public SiteEntry(Site site, StandardLibrary standards)
    {
        Site = site;
        var tables = new Dictionary<(string RuleSet, Standard, string Grade, SitePeriod?), JudgeTable>();
        foreach (var day in Turns(site, standards).Distinct().Order())
            _spans.Add((day, [.. RuleSets(site).Select(ruleSet => RuleOn(ruleSet, day)).OfType<SiteRule>()]));

        SiteRule? RuleOn(string ruleSet, DateOnly day)
        {
            var period = site.Periods.LastOrDefault(p => p.RuleSet == ruleSet && !(day < p.From) && !(day > p.To));
            if (period is null && ruleSet != SitePeriod.District) return null;
            var (code, grade, target) = period is null ? (site.Standard, site.Grade, site.Target) : (period.Standard, period.Grade, period.Target);
            return new(ruleSet, TableOf(ruleSet, code, grade, period, day), target is null ? null : WaterClasses.Find(target));
        }

        JudgeTable? TableOf(string ruleSet, string? code, string? grade, SitePeriod? period, DateOnly day)
        {
            if (code is null || grade is null || standards.VersionOn(code, day) is not { } standard || !standard.Grades.Contains(grade)) return null;
            if (tables.TryGetValue((ruleSet, standard, grade, period), out var table)) return table;
            var conditions = new Dictionary<string, string>(site.Conditions);
            if (site.WaterBody is { } body) conditions["water_body"] = body;
            foreach (var (name, value) in period?.Conditions ?? new Dictionary<string, string>()) conditions[name] = value;
            return tables[(ruleSet, standard, grade, period)] = JudgeTable.Prepare(standard, grade, conditions);
        }
    }

    /// <summary>The site.</summary>
    public Site Site { get; }

    /// <summary>The rules on a civil day, the district's own first.</summary>
    public IReadOnlyList<SiteRule> On(DateOnly day)
    {
        for (var i = _spans.Count - 1; i > 0; i--)
            if (_spans[i].From <= day) return _spans[i].Rules;
        return _spans[0].Rules;
    }

    /// <summary>The district's own rule on a civil day.</summary>
    public SiteRule District(DateOnly day) => On(day)[0];

    private static IEnumerable<string> RuleSets(Site site) => site.Periods.Select(p => p.RuleSet).Prepend(SitePeriod.District).Distinct();

    /// <summary>The days on which something may change: a period begins or is over, a standard takes force or is replaced.</summary>
    private static IEnumerable<DateOnly> Turns(Site site, StandardLibrary standards)
    {
        yield return DateOnly.MinValue;
        foreach (var period in site.Periods)
        {
            if (period.From is { } from) yield return from;
            if (period.To is { } to && to < DateOnly.MaxValue) yield return to.AddDays(1);
        }
        var media = site.Periods.Select(p => p.Standard).Append(site.Standard).OfType<string>().Select(standards.Find).OfType<Standard>().Select(s => s.Media).ToHashSet();
        foreach (var standard in standards.Standards.Where(s => media.Contains(s.Media)))
        {
            yield return standard.Effective;
            if (standard.ReplacedOn is { } replaced) yield return replaced;
        }
    }
}
