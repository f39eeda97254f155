using Bishui.Rules.Standards;

namespace Bishui.Shipping.Rules;

/// <summary>The age of a vessel against the ages of its class (老旧运输船舶管理规定).</summary>
/// <param name="Years">Full years since its completion.</param>
/// <param name="Stage">The last stage it has reached; null while it is younger than the first.</param>
/// <param name="ScrappingAge">The age in years at which it may no longer operate.</param>
public sealed record VesselAge(int Years, string? Stage, decimal ScrappingAge)
{
    /// <summary>Name and version of the rule.</summary>
    public const string Rule = "vessel-age/1";

    /// <summary>Whether it may still operate: it has not come to the scrapping age.</summary>
    public bool MayOperate => Years < ScrappingAge;

    /// <summary>Full years from one civil day to another; who was completed on 29 February is a year older on 1 March.</summary>
    public static int YearsBetween(DateOnly completedOn, DateOnly on)
    {
        var years = on.Year - completedOn.Year;
        return (on.Month, on.Day).CompareTo((completedOn.Month, completedOn.Day)) < 0 ? years - 1 : years;
    }

    /// <summary>The first day on which it is so many years old.</summary>
    public static DateOnly Anniversary(DateOnly completedOn, int years) =>
        completedOn.AddYears(years) is var day && YearsBetween(completedOn, day) < years ? day.AddDays(1) : day;

    /// <summary>The age on a day by the standard in force; null where it has no ages for the class, or is not in force.</summary>
    /// <param name="standard">The ages.</param>
    /// <param name="parameter">Key of the class, for example <c>vessel-age-bulk</c>.</param>
    /// <param name="scrapping">Key of the stage at which a vessel may no longer operate.</param>
    /// <param name="completedOn">The day of its completion.</param>
    /// <param name="on">The day asked.</param>
    public static VesselAge? Of(Standard standard, string parameter, string scrapping, DateOnly completedOn, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(standard);
        if (!standard.InForceOn(on) || standard.LimitsOf(parameter) is not [var limit] || limit.For(scrapping)?.High is not { } last) return null;
        var years = YearsBetween(completedOn, on);
        // A stage begins at its age: the file's limits are not inclusive.
        return new(years, standard.Grades.LastOrDefault(grade => limit.For(grade) is { } begins && limit.Meets(begins, years) == false), last);
    }
}
