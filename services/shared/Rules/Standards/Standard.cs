using System.Collections.Frozen;

namespace Bishui.Rules.Standards;

/// <summary>In which order a standard lists its grades.</summary>
public enum GradeOrder
{
    /// <summary>A value takes the first grade it meets.</summary>
    BestFirst,

    /// <summary>The grade is assigned beforehand; the strictest stands first.</summary>
    StrictestFirst,

    /// <summary>There is one set of limits only.</summary>
    OneGrade,

    /// <summary>Grades by age, the oldest objects first.</summary>
    OldestFirst,

    /// <summary>Grades by age, the youngest objects first.</summary>
    YoungestFirst,
}

/// <summary>What is said when even the last grade is not met (劣Ⅴ类, 超标, 重度黑臭).</summary>
public sealed record BeyondLastGrade(string Key, string NameZh);

/// <summary>A standard in one version: its limits, and from when to when they bind.</summary>
public sealed record Standard
{
    private readonly FrozenDictionary<string, Limit[]> _byParameter = FrozenDictionary<string, Limit[]>.Empty;

    /// <summary>Code with year, for example GB 3838-2002.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese title.</summary>
    public required string TitleZh { get; init; }

    /// <summary>English title.</summary>
    public required string TitleEn { get; init; }

    /// <summary>Day of issue, or null where it is not confirmed.</summary>
    public DateOnly? Issued { get; init; }

    /// <summary>First day on which it binds.</summary>
    public required DateOnly Effective { get; init; }

    /// <summary>First day on which its successor binds; null while there is none.</summary>
    public DateOnly? ReplacedOn { get; init; }

    /// <summary>Code of its successor, or null.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Code of its predecessor, or null.</summary>
    public string? Replaces { get; init; }

    /// <summary>Key of what is judged, for example surface-water.</summary>
    public required string Media { get; init; }

    /// <summary>Grade keys in order.</summary>
    public required IReadOnlyList<string> Grades { get; init; }

    /// <summary>Chinese names by grade key.</summary>
    public required IReadOnlyDictionary<string, string> GradeNamesZh { get; init; }

    /// <summary>The order in which <see cref="Grades"/> stand.</summary>
    public required GradeOrder GradeOrder { get; init; }

    /// <summary>The verdict beyond the last grade.</summary>
    public required BeyondLastGrade BeyondLastGrade { get; init; }

    /// <summary>Parameters that are reported beside a class but never decide it.</summary>
    public IReadOnlyList<string> ExcludedFromClass { get; init; } = [];

    /// <summary>Parameters that are named first among the main pollutants when they are beyond their limit.</summary>
    public IReadOnlyList<string> MainPollutantsFirst { get; init; } = [];

    /// <summary>The limits. Empty where none is confirmed: then nothing is judged.</summary>
    public required IReadOnlyList<Limit> Limits
    {
        get;
        init
        {
            field = value;
            _byParameter = value.GroupBy(limit => limit.Parameter).ToFrozenDictionary(group => group.Key, group => group.ToArray());
            Parameters = [.. value.Select(limit => limit.Parameter).Distinct()];
        }
    }

    /// <summary>How grades are assigned and combined, as noted in the file.</summary>
    public required Note Evaluation { get; init; }

    /// <summary>Further tables of the standard that hold no limits of a parameter, by name.</summary>
    public IReadOnlyDictionary<string, Note> Sections { get; init; } = new Dictionary<string, Note>();

    /// <summary>Where the file was read.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What could not be confirmed and therefore has no number.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The entries for a parameter; empty where the standard does not limit it.</summary>
    public IReadOnlyList<Limit> LimitsOf(string parameter) => _byParameter.GetValueOrDefault(parameter) ?? [];

    /// <summary>Keys of all limited parameters in the order of the standard.</summary>
    public IReadOnlyList<string> Parameters { get; private init; } = [];

    /// <summary>Whether the standard binds on a day.</summary>
    public bool InForceOn(DateOnly day) => Effective <= day && !(ReplacedOn <= day);
}
