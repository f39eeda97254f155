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
public static class Conditions
{
    private enum Answer { Met, NotMet, NotSaid }

    // A site is under these only when someone says so; the absence of any other condition leaves the question open.
    private static readonly FrozenSet<string> OnlyWhenFlagged = ["relaxation", "supply", "use"];

    private sealed record Comparison(string Suffix, bool IsDate, Func<int, bool> Holds);

    private static readonly Comparison[] Comparisons =
    [
        new("_on_or_before", true, order => order <= 0),
        new("_on_or_after", true, order => order >= 0),
        new("_before", true, order => order < 0),
        new("_after", true, order => order > 0),
        new("_lte", false, order => order <= 0),
        new("_gte", false, order => order >= 0),
        new("_lt", false, order => order < 0),
        new("_gt", false, order => order > 0),
    ];

    /// <summary>
    /// The values a site may state, by name; no values listed means that any number, day or word is accepted. A name that is not here is a mistake.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary = new Dictionary<string, IReadOnlyList<string>>
    {
        ["water_body"] = ["river", "lake-reservoir"],
        ["use"] = ["drinking-source"],
        ["waters"] = ["inland"],
        ["sampling_point"] = ["finished-water", "network-end"],
        ["disinfection"] = ["ozone", "chlorine-dioxide", "compound-chlorine-dioxide"],
        ["supply"] = ["small-centralised-or-decentralised"],
        ["relaxation"] = ["groundwater-source-limited", "source-limited", "source-or-treatment-limited"],
        ["discharger"] = [],
        ["built"] = [],
        ["vessel_built"] = [],
        ["water_temperature"] = [],
        ["raw_water_permanganate_index"] = [],
    }.ToFrozenDictionary();

    /// <summary>Conditions that are not a property of a site but measured beside the reading, with the key of the parameter that measures them.</summary>
    public static readonly IReadOnlyDictionary<string, string> MeasuredBy = new Dictionary<string, string>
    {
        ["water_temperature"] = "water-temperature",
        ["raw_water_permanganate_index"] = "permanganate-index",
    }.ToFrozenDictionary();

    /// <summary>What is wrong with a condition of an entry; null when nothing is.</summary>
    public static string? ProblemOf(string condition, string value)
    {
        var (subject, comparison) = Split(condition);
        if (!Vocabulary.TryGetValue(subject, out var values))
            return $"The condition '{condition}' is not known.";
        if (values.Count > 0 && !values.Contains(value))
            return $"The condition '{condition}' is '{value}', not one of {string.Join(", ", values)}.";
        return comparison is null || Compare(value, value, comparison.IsDate) is not null
            ? null
            : $"The condition '{condition}' compares with '{value}', which is not a {(comparison.IsDate ? "day" : "number")}.";
    }

    /// <summary>
    /// The entries that apply: those whose conditions hold, the most conditions first in rank, before those without any.
    /// When none applies, <paramref name="missing"/> names a condition that was needed to tell, or is null when none was.
    /// What was <paramref name="measured"/> with the reading stands above what is <paramref name="given"/> of the site.
    /// </summary>
    internal static IReadOnlyList<Limit> Select(
        IReadOnlyList<Limit> entries, string grade, IReadOnlyDictionary<string, string> given, out string? missing,
        IReadOnlyDictionary<string, string>? measured = null)
    {
        missing = null;
        var rank = -1;
        var applicable = new List<Limit>();
        foreach (var entry in entries)
        {
            var answer = AnswerOf(entry, entries, given, measured, out var open);
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

    /// <summary>The condition, measured beside the reading, on which it depends which entry applies at a site; null where there is none.</summary>
    internal static string? MeasuredOf(IReadOnlyList<Limit> entries, string grade, IReadOnlyDictionary<string, string> given)
    {
        foreach (var entry in entries.Where(entry => entry.For(grade) is not null))
        {
            var open = entry.When.Keys.Select(condition => Split(condition).Subject).FirstOrDefault(MeasuredBy.ContainsKey);
            var others = entry with { When = entry.When.Where(one => !MeasuredBy.ContainsKey(Split(one.Key).Subject)).ToDictionary() };
            if (open is not null && AnswerOf(others, entries, given, null, out _) != Answer.NotMet)
                return open;
        }

        return null;
    }

    private static Answer AnswerOf(
        Limit entry, IReadOnlyList<Limit> siblings, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string>? measured, out string? open)
    {
        open = null;
        foreach (var (condition, wanted) in entry.When)
        {
            var (subject, comparison) = Split(condition);
            string? value = null;
            if (measured?.TryGetValue(subject, out value) != true && !given.TryGetValue(subject, out value))
            {
                if (OnlyWhenFlagged.Contains(subject))
                    return Answer.NotMet;
                open ??= subject;
            }
            else if (!Holds(condition, comparison, wanted, value!, siblings))
            {
                return Answer.NotMet;
            }
        }

        return open is null ? Answer.Met : Answer.NotSaid;
    }

    private static bool Holds(string condition, Comparison? comparison, string wanted, string value, IReadOnlyList<Limit> siblings)
    {
        if (comparison is not null)
            return Compare(value, wanted, comparison.IsDate) is { } order && comparison.Holds(order);
        return wanted == value
            || (wanted == "other" && !siblings.Any(sibling => sibling.When.GetValueOrDefault(condition) == value));
    }

    private static (string Subject, Comparison? Comparison) Split(string condition) =>
        Array.Find(Comparisons, one => condition.EndsWith(one.Suffix, StringComparison.Ordinal)) is { } comparison
            ? (condition[..^comparison.Suffix.Length], comparison)
            : (condition, null);

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
