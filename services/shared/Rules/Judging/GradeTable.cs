using System.Collections.Frozen;
using Bishui.Rules.Standards;

namespace Bishui.Rules.Judging;

/// <summary>
/// The grades of a standard that lists the best first, selected once for a kind of site: a value takes the first grade whose limit it meets.
/// </summary>
public sealed class GradeTable
{
    private readonly FrozenDictionary<string, Limit> _graded;

    private GradeTable(Standard standard, FrozenDictionary<string, Limit> graded) => (Standard, _graded) = (standard, graded);

    /// <summary>The standard.</summary>
    public Standard Standard { get; }

    /// <summary>Selects the graded limits that apply under the given conditions.</summary>
    /// <exception cref="ArgumentException">The standard does not list the best grade first.</exception>
    public static GradeTable Prepare(Standard standard, IReadOnlyDictionary<string, string> conditions)
    {
        if (standard.GradeOrder != GradeOrder.BestFirst)
            throw new ArgumentException($"{standard.Code} does not list the best grade first.", nameof(standard));
        var graded = new Dictionary<string, Limit>();
        foreach (var parameter in standard.Parameters)
        {
            var entries = standard.LimitsOf(parameter);
            if (standard.Grades.FirstOrDefault(grade => entries.Any(entry => entry.ByGrade.ContainsKey(grade))) is { } first
                && Conditions.Select(entries, first, conditions, out _).FirstOrDefault(entry => !entry.ByGrade.ContainsKey(Limit.Ungraded)) is { } limit)
                graded[parameter] = limit;
        }

        return new(standard, graded.ToFrozenDictionary());
    }

    /// <summary>The graded limits of a parameter; null where it has none in this kind of water.</summary>
    public Limit? LimitOf(string parameter) => _graded.GetValueOrDefault(parameter);

    /// <summary>
    /// The place, from zero, in the grades of the first whose limit a value meets, in the limit's own unit; as many as there are grades when it meets
    /// none. Null where the parameter has no grades, or none that a number can be compared with.
    /// </summary>
    public int? GradeOf(string parameter, decimal value)
    {
        if (LimitOf(parameter) is not { } limit)
            return null;
        var comparable = false;
        for (var i = 0; i < Standard.Grades.Count; i++)
        {
            if (limit.For(Standard.Grades[i]) is not { } bound || limit.Meets(bound, value) is not { } meets)
                continue;
            comparable = true;
            if (meets)
                return i;
        }

        return comparable ? Standard.Grades.Count : null;
    }
}
