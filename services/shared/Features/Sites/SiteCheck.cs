using System.Globalization;
using System.Text.RegularExpressions;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Sites;

/// <summary>What can be said against a site by itself; what it refers to is looked up by <see cref="SiteReferences"/>.</summary>
internal sealed partial class SiteCheck
{
    private static readonly string[] Datums = ["CGCS2000", "WGS84", "GCJ-02", "BD-09", "Beijing54", "Xian80"];
    private static readonly string[] Days = ["built", "vessel_built"];

    private readonly StandardLibrary _standards;
    private readonly SiteKind? _kind;
    private readonly List<RowError> _errors = [];

    private SiteCheck(StandardLibrary standards, SiteKind? kind) => (_standards, _kind) = (standards, kind);

    /// <summary>The errors, each with the field it is about; empty when there is none.</summary>
    public static List<RowError> Of(string id, Site site, StandardLibrary standards)
    {
        var check = new SiteCheck(standards, SiteKinds.Find(site.Kind));
        check.Identity(id, site);
        check.Place(site);
        check.Rule("", site.Standard, site.Grade, site.Target);
        check.Conditions("conditions", site.Conditions);
        for (var i = 0; i < site.Periods.Count; i++) check.Period($"periods[{i}]", site.Periods[i]);
        for (var i = 0; i < site.Expected.Count; i++) check.Expected($"expected[{i}]", site.Expected[i]);
        for (var i = 0; i < site.Links.Count; i++)
            if (site.Links[i].Direction is not (SiteLink.Upstream or SiteLink.Downstream))
                check.Add($"links[{i}].direction", "unknown-direction", "应为 upstream 或 downstream", "upstream or downstream");
        return check._errors;
    }

    private void Identity(string id, Site site)
    {
        if (!SiteId().IsMatch(id)) Add("id", "bad-id", "只能用小写字母、数字和连字符", "lower-case letters, digits and hyphens only");
        if (id == "kinds") Add("id", "bad-id", "此编号另有用途", "this id is taken by the list of kinds");
        if (string.IsNullOrWhiteSpace(site.Name)) Add("name", "missing", "须填名称", "a name is required");
        if (string.IsNullOrWhiteSpace(site.Unit)) Add("unit", "missing", "须填责任单位", "the unit that answers for the site is required");
        if (_kind is null) Add("kind", "unknown-kind", $"没有点位类型 {site.Kind}，见 /sites/kinds", $"there is no kind {site.Kind}, see /sites/kinds");
        if (site.WaterBody is not (null or "river" or "lake-reservoir"))
            Add("waterBody", "unknown-water-body", "应为 river 或 lake-reservoir", "river or lake-reservoir");
    }

    private void Place(Site site)
    {
        if (site.Longitude is < -180 or > 180) Add("longitude", "out-of-range", "经度应在 −180 到 180 之间", "−180 to 180");
        if (site.Latitude is < -90 or > 90) Add("latitude", "out-of-range", "纬度应在 −90 到 90 之间", "−90 to 90");
        if (site.Longitude is null != site.Latitude is null)
            Add(site.Longitude is null ? "longitude" : "latitude", "missing", "经度和纬度须同时填写", "longitude and latitude go together");
        if (site.PrecisionMetres < 0) Add("precisionMetres", "out-of-range", "精度为不小于 0 的米数", "metres, 0 or more");
        if (site.Datum is not null && !Datums.Contains(site.Datum))
            Add("datum", "unknown-datum", $"坐标系应为 {string.Join("、", Datums)} 之一", "one of " + string.Join(", ", Datums));
        if (site.Longitude is null && (site.PrecisionMetres is not null || site.Datum is not null))
            Add(site.Datum is null ? "precisionMetres" : "datum", "without-place", "没有坐标就没有精度和坐标系", "without a place there is neither precision nor datum");
    }

    private void Period(string field, SitePeriod period)
    {
        if (!RuleSet().IsMatch(period.RuleSet))
            Add($"{field}.ruleSet", "bad-rule-set", "以小写字母开头，只用小写字母、数字和连字符，最长 32 个字符", "a lower-case letter, then up to 31 lower-case letters, digits and hyphens");
        if (period.From > period.To) Add($"{field}.to", "out-of-range", "止日不应早于起日", "must not be before from");
        Rule(field + ".", period.Standard, period.Grade, period.Target);
        Conditions(field + ".conditions", period.Conditions);
    }

    private void Rule(string prefix, string? code, string? grade, string? target)
    {
        if (target is not null && WaterClasses.Find(target) is null or WaterClass.InferiorV)
            Add(prefix + "target", "unknown-class", "目标应为 I 至 V 类", "the objective is a class from I to V");
        if (code is null)
        {
            if (grade is not null) Add(prefix + "standard", "missing", "级别须与标准同时填写", "a grade is that of a standard");
            return;
        }
        if (_standards.Find(code) is not { } standard)
        {
            Add(prefix + "standard", "unknown-standard", $"没有标准 {code}", $"there is no standard {code}");
            return;
        }
        if (grade is null || !standard.Grades.Contains(grade))
            Add(prefix + "grade", "unknown-grade", $"{code} 的级别为 {string.Join("、", standard.Grades)}", $"the grades of {code} are {string.Join(", ", standard.Grades)}");
        if (_kind is not null && !_kind.Media.Contains(standard.Media))
            Add(prefix + "standard", "wrong-medium", $"{code} 不适用于{_kind.NameZh}", $"{code} judges {standard.Media}, not a site of the kind {_kind.Key}");
    }

    private void Conditions(string field, IReadOnlyDictionary<string, string> conditions)
    {
        var vocabulary = Rules.Judging.Conditions.Vocabulary;
        foreach (var (name, value) in conditions)
        {
            if (name == "water_body")
                Add($"{field}.{name}", "unknown-condition", "水体类型在 waterBody 中填写", "the water body has a field of its own, waterBody");
            else if (!vocabulary.TryGetValue(name, out var values))
                Add($"{field}.{name}", "unknown-condition", $"条件应为 {string.Join("、", vocabulary.Keys.Order())} 之一", "one of " + string.Join(", ", vocabulary.Keys.Order()));
            else if (values.Count > 0 ? !values.Contains(value) : !IsValue(name, value))
                Add($"{field}.{name}", "bad-condition",
                    values.Count > 0 ? $"应为 {string.Join("、", values)} 之一" : Days.Contains(name) ? "应为日期，如 2012-01-01" : "应为数字或文字",
                    values.Count > 0 ? "one of " + string.Join(", ", values) : Days.Contains(name) ? "a day, such as 2012-01-01" : "a number or a word");
        }
    }

    private static bool IsValue(string name, string value) =>
        Days.Contains(name) ? CivilYears.TryReadDay(value, out _)
        : Rules.Judging.Conditions.MeasuredBy.ContainsKey(name) ? decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        : !string.IsNullOrWhiteSpace(value);

    private void Expected(string field, ExpectedReadings expected)
    {
        var kinds = Enum.GetValues<ReadingKind>().Select(Words.Of).ToList();
        if (!kinds.Contains(expected.Kind)) Add($"{field}.kind", "unknown-kind", $"应为 {string.Join("、", kinds)} 之一", "one of " + string.Join(", ", kinds));
        if (Cadence.Find(expected.Every) is null)
            Add($"{field}.every", "bad-duration", "应为 ISO 8601 时长，如 PT4H、P1D、P1M", "an ISO 8601 duration of one unit, such as PT4H, P1D or P1M");
        for (var i = 0; i < expected.Parameters.Count; i++)
            if (_standards.Parameters.Find(expected.Parameters[i])?.Key != expected.Parameters[i])
                Add($"{field}.parameters[{i}]", "unknown-parameter", $"没有监测指标 {expected.Parameters[i]}，须用其键名", $"there is no parameter with the key {expected.Parameters[i]}");
    }

    private void Add(string field, string code, string zh, string en) => _errors.Add(new(null, field, code, $"{zh} / {en}"));

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    private static partial Regex SiteId();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$")]
    private static partial Regex RuleSet();
}
