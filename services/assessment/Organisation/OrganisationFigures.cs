using Bishui.Assessment.Complaints;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;

namespace Bishui.Assessment.Organisation;

/// <summary>组织实施 (tasks 38 to 45): what the assessment's own tasks register, measure and look for.</summary>
internal static class OrganisationFigures
{
    public static IReadOnlyList<Register> Registers => [Register.Of<TypicalCase>()];

    public static IReadOnlyList<Indicator> Indicators => [.. ComplaintFigures.Indicators];

    public static IReadOnlyList<FindingRule> Findings => [ComplaintFigures.Overdue];
}
