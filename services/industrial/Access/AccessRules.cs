using Bishui.Features.RuleFiles;

namespace Bishui.Industrial.Access;

/// <summary>When a section counts as not stably compliant. It is data: a change of a figure is a change of the file.</summary>
internal sealed record AccessRules
{
    public static readonly AccessRules Carried = RuleFile.Read<AccessRules>("access-rules.json");

    public required string Title { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }

    /// <summary>So many whole months before the day are looked at.</summary>
    public required int Months { get; init; }

    /// <summary>With fewer months of which the parameter's class is known nothing good is said.</summary>
    public required int LeastMonths { get; init; }

    /// <summary>From so many months beyond the target on the parameter does not comply stably.</summary>
    public required int UnstableMonths { get; init; }

    /// <summary>From so many months beyond the target on the area is beyond its capacity for the parameter.</summary>
    public required int OverloadedMonths { get; init; }
}
