using Bishui.Rules.Standards;

namespace Bishui.Rules.Judging;

/// <summary>Judges a single reading against the limit in force on its day.</summary>
public static class ReadingJudge
{
    /// <summary>Name and version of this rule, stored with each judgement.</summary>
    public const string Rule = "single-reading/1";

    /// <summary>Judges against a given standard, which may not be in force on the day.</summary>
    /// <exception cref="ArgumentException">The standard has no such grade.</exception>
    public static Judgement Judge(
        Standard standard, string grade, string parameter, decimal value, string unit, IReadOnlyDictionary<string, string> conditions, DateOnly day) =>
        JudgeTable.Prepare(standard, grade, conditions, [parameter]).Judge(parameter, value, unit, day);

    /// <summary>Judges against the standard that is in force for a kind of water or discharge on the day.</summary>
    /// <exception cref="ArgumentException">The standard has no such grade.</exception>
    public static Judgement Judge(
        StandardLibrary library, string media, string grade, string parameter, decimal value, string unit,
        IReadOnlyDictionary<string, string> conditions, DateOnly day) =>
        library.InForce(media, day) is { } standard
            ? Judge(standard, grade, parameter, value, unit, conditions, day)
            : new()
            {
                Verdict = Verdict.NoLimitInForce,
                Grade = grade,
                Parameter = parameter,
                Value = value,
                Unit = unit,
                Rule = Rule,
            };
}
