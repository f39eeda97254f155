using System.Collections.Frozen;
using System.Globalization;
using Bishui.Rules.Standards;

namespace Bishui.Rules.Judging;

/// <summary>Finds the entries of a standard that apply under the conditions of a site.</summary>
/// <remarks>
/// A condition of an entry is met by the site's value of the same name (<c>water_body: river</c>), or, where its name ends in a comparison, by the
/// site's value of the name before it: <c>water_temperature_gt: 12</c> asks for <c>water_temperature</c>, <c>built_on_or_before</c> for
/// <c>built</c>. The value <c>other</c> is met by any value that no sibling entry names.
/// </remarks>
internal static class Conditions
{
    private enum Answer { Met, NotMet, NotSaid }

    // A site is under these only when someone says so; the absence of any other condition leaves the question open.
    private static readonly FrozenSet<string> OnlyWhenFlagged = ["relaxation", "supply", "use"];

    private static readonly (string Suffix, Func<int, bool> Holds, bool IsDate)[] Comparisons =
    [
        ("_on_or_before", order => order <= 0, true),
        ("_on_or_after", order => order >= 0, true),
        ("_before", order => order < 0, true),
        ("_after", order => order > 0, true),
        ("_lte", order => order <= 0, false),
        ("_gte", order => order >= 0, false),
        ("_lt", order => order < 0, false),
        ("_gt", order => order > 0, false),
    ];

    /// <summary>The name of the site's value that a condition asks for.</summary>
    public static string SubjectOf(string condition) =>
        Comparisons.FirstOrDefault(comparison => condition.EndsWith(comparison.Suffix, StringComparison.Ordinal)).Suffix is { } suffix
            ? condition[..^suffix.Length]
            : condition;

    /// <summary>Whether a condition's value can be compared at all: a number after _gt, a day after _before.</summary>
    public static bool IsReadable(string condition, string value) =>
        Comparisons.FirstOrDefault(comparison => condition.EndsWith(comparison.Suffix, StringComparison.Ordinal)) is not { Suffix: not null } found
        || Compare(value, value, found.IsDate) is not null;

    /// <summary>
    /// The entries that apply: those whose conditions hold, the most conditions first in rank, before those without any.
    /// When none applies, <paramref name="missing"/> names a condition that was needed to tell, or is null when none was.
    /// </summary>
    public static IReadOnlyList<Limit> Select(
        IReadOnlyList<Limit> entries, string grade, IReadOnlyDictionary<string, string> given, out string? missing)
    {
        missing = null;
        var rank = -1;
        var applicable = new List<Limit>();
        foreach (var entry in entries)
        {
            var answer = AnswerOf(entry, entries, given, out var open);
            if (answer == Answer.NotSaid && entry.For(grade) is not null)
                missing ??= open;
            if (answer != Answer.Met || entry.When.Count < rank)
                continue;
            if (entry.When.Count > rank)
                applicable.Clear();
            rank = entry.When.Count;
            applicable.Add(entry);
        }

        if (applicable.Count > 0)
            missing = null;
        applicable.RemoveAll(entry => entry.For(grade) is null);
        return applicable;
    }

    private static Answer AnswerOf(Limit entry, IReadOnlyList<Limit> siblings, IReadOnlyDictionary<string, string> given, out string? open)
    {
        open = null;
        foreach (var (condition, wanted) in entry.When)
        {
            var subject = SubjectOf(condition);
            if (!given.TryGetValue(subject, out var value))
            {
                if (OnlyWhenFlagged.Contains(subject))
                    return Answer.NotMet;
                open ??= subject;
            }
            else if (!Holds(condition, wanted, value, siblings))
            {
                return Answer.NotMet;
            }
        }

        return open is null ? Answer.Met : Answer.NotSaid;
    }

    private static bool Holds(string condition, string wanted, string value, IReadOnlyList<Limit> siblings)
    {
        foreach (var (suffix, holds, isDate) in Comparisons)
        {
            if (condition.EndsWith(suffix, StringComparison.Ordinal))
                return Compare(value, wanted, isDate) is { } order && holds(order);
        }

        return wanted == value
            || (wanted == "other" && !siblings.Any(sibling => sibling.When.GetValueOrDefault(condition) == value));
    }

    private static int? Compare(string left, string right, bool isDate)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (isDate)
        {
            return DateOnly.TryParseExact(left, "yyyy-MM-dd", out var day) && DateOnly.TryParseExact(right, "yyyy-MM-dd", out var other)
                ? day.CompareTo(other) : null;
        }

        return decimal.TryParse(left, NumberStyles.Float, invariant, out var number)
            && decimal.TryParse(right, NumberStyles.Float, invariant, out var second) ? number.CompareTo(second) : null;
    }
}
