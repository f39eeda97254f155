using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Bishui.Rules.Measures;
using Bishui.Rules.Standards;

namespace Bishui.Rules.Judging;

/// <summary>
/// The limits of one standard for one kind of site, selected once and looked up by parameter key. <see cref="VerdictOf"/> allocates nothing; ask
/// <see cref="Judge"/> for the reasons when a reading is beyond.
/// </summary>
public sealed class JudgeTable
{
    private sealed record Selected(Limit[] Limits, LimitValue[] Values, string? Missing, string? Measured);

    private readonly IReadOnlyDictionary<string, string> _conditions;
    private readonly FrozenDictionary<string, Selected> _byParameter;

    private JudgeTable(Standard standard, string grade, IReadOnlyDictionary<string, string> conditions, IEnumerable<string> parameters)
    {
        Standard = standard;
        Grade = grade;
        _conditions = conditions;
        _byParameter = parameters.ToFrozenDictionary(key => key, key =>
            Select(key, Conditions.MeasuredOf(standard.LimitsOf(key), grade, conditions)));
    }

    /// <summary>The standard.</summary>
    public Standard Standard { get; }

    /// <summary>The grade whose limits are compared.</summary>
    public string Grade { get; }

    /// <summary>Selects the limits that apply under the given conditions. Prepare again when a condition of the site changes.</summary>
    /// <exception cref="ArgumentException">The standard has no such grade.</exception>
    public static JudgeTable Prepare(Standard standard, string grade, IReadOnlyDictionary<string, string> conditions) =>
        Prepare(standard, grade, conditions, standard.Parameters);

    internal static JudgeTable Prepare(
        Standard standard, string grade, IReadOnlyDictionary<string, string> conditions, IEnumerable<string> parameters)
    {
        if (!standard.Grades.Contains(grade))
            throw new ArgumentException($"{standard.Code} has no grade '{grade}', only {string.Join(", ", standard.Grades)}.", nameof(grade));

        return new(standard, grade, conditions.ToFrozenDictionary(), parameters);
    }

    /// <summary>
    /// Whether the limit of a parameter depends on a value measured with the reading, and on which: <c>water_temperature</c> for the ammonia of
    /// GB 18918, for example. <see cref="Conditions.MeasuredBy"/> says which parameter measures it.
    /// </summary>
    public bool NeedsMeasured(string parameter, [NotNullWhen(true)] out string? condition)
    {
        condition = _byParameter.TryGetValue(parameter, out var selected) ? selected.Measured : null;
        return condition is not null;
    }

    /// <summary>
    /// The outcome for a value in any convertible unit, on the civil day it was measured. <paramref name="measured"/> holds the values of conditions
    /// that were measured with it, by name; they stand above what the site states.
    /// </summary>
    public Verdict VerdictOf(string parameter, decimal value, string unit, DateOnly day, IReadOnlyDictionary<string, string>? measured = null) =>
        Find(parameter, value, unit, day, measured, out _, out _);

    /// <summary>The outcome with the limit, the multiple and where they come from.</summary>
    public Judgement Judge(string parameter, decimal value, string unit, DateOnly day, IReadOnlyDictionary<string, string>? measured = null)
    {
        var verdict = Find(parameter, value, unit, day, measured, out var selected, out var index);
        var judgement = new Judgement
        {
            Verdict = verdict,
            Standard = verdict == Verdict.NoLimitInForce && !Standard.InForceOn(day) ? null : Standard.Code,
            Grade = Grade,
            Parameter = parameter,
            Value = value,
            Unit = unit,
            Rule = ReadingJudge.Rule,
        };
        if (selected?.Missing is { } missing)
            return judgement with { Reason = $"condition:{missing}" };
        if (index < 0)
            return judgement;

        if (verdict == Verdict.Within)
            index = Nearest(selected!, value, unit);
        var (limit, bound) = (selected!.Limits[index], selected.Values[index]);
        judgement = judgement with
        {
            LimitText = bound.Print(limit.Inclusive),
            Table = limit.Table,
            Confidence = limit.Confidence,
        };
        if (verdict == Verdict.NotComparable)
            return judgement with { Reason = bound.Text is null || limit.Unit != "text" ? "unit" : "word" };
        return judgement with
        {
            Value = Units.TryConvert(value, unit, limit.Unit, out var converted) ? converted : value,
            Unit = limit.Unit,
            Limit = bound.Nearest(converted),
            Multiple = limit.Multiple(bound, converted),
        };
    }

    /// <summary>
    /// The outcome for a result below its detection limit. The value lies somewhere under it: an upper limit is met, and a lower one missed, when the
    /// detection limit does not exceed it; otherwise the result cannot be compared.
    /// </summary>
    // 环办〔2011〕22号 with the ministry's statistics rule of 2020.
    public Verdict VerdictBelowDetection(
        string parameter, decimal detectionLimit, string unit, DateOnly day, IReadOnlyDictionary<string, string>? measured = null)
    {
        if (!Standard.InForceOn(day) || For(parameter, measured) is not { } selected || selected is { Limits: [], Missing: null })
            return Verdict.NoLimitInForce;
        if (selected.Missing is not null)
            return Verdict.NotComparable;
        for (var i = 0; i < selected.Limits.Length; i++)
        {
            var bound = selected.Values[i];
            if (bound.Text == LimitValue.NotDetected)
                continue;
            if (!Units.TryConvert(detectionLimit, unit, selected.Limits[i].Unit, out var converted)
                || bound.Nearest(converted) is null
                || converted > (bound.Low ?? bound.High))
                return Verdict.NotComparable;
            if (bound.Low is not null)
                return Verdict.Beyond;
        }

        return Verdict.Within;
    }

    // What was measured can only change a choice that depends on it, or that is still open.
    private Selected? For(string parameter, IReadOnlyDictionary<string, string>? measured) =>
        !_byParameter.TryGetValue(parameter, out var prepared) ? null
        : measured is null || prepared is { Missing: null, Measured: null } ? prepared
        : Select(parameter, prepared.Measured, measured);

    private Selected Select(string parameter, string? depends, IReadOnlyDictionary<string, string>? measured = null)
    {
        var limits = Conditions.Select(Standard.LimitsOf(parameter), Grade, _conditions, out var missing, measured).ToArray();
        return new(limits, Array.ConvertAll(limits, limit => limit.For(Grade)!.Value), missing, depends);
    }

    // Where several limits are met, the nearest one is named.
    private static int Nearest(Selected selected, decimal value, string unit) =>
        Enumerable.Range(0, selected.Limits.Length).MinBy(i =>
            Units.TryConvert(value, unit, selected.Limits[i].Unit, out var converted) && selected.Values[i].Nearest(converted) is { } end
                ? Computable.Distance(end, converted)
                : decimal.MaxValue);

    // Several entries can bind together (the least and the most chlorine in finished water): all must be met.
    private Verdict Find(
        string parameter, decimal value, string unit, DateOnly day, IReadOnlyDictionary<string, string>? measured, out Selected? selected, out int index)
    {
        index = -1;
        selected = Standard.InForceOn(day) ? For(parameter, measured) : null;
        if (selected is null)
            return Verdict.NoLimitInForce;
        if (selected.Missing is not null)
            return Verdict.NotComparable;

        for (var i = 0; i < selected.Limits.Length; i++)
        {
            var limit = selected.Limits[i];
            index = i;
            var converted = value;
            if (!string.Equals(unit, limit.Unit, StringComparison.Ordinal) && !Units.TryConvert(value, unit, limit.Unit, out converted))
                return Verdict.NotComparable;
            if (limit.Meets(selected.Values[i], converted) is not { } meets)
                return Verdict.NotComparable;
            if (!meets)
                return Verdict.Beyond;
        }

        return index < 0 ? Verdict.NoLimitInForce : Verdict.Within;
    }
}
