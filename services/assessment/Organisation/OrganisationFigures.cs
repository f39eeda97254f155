using Bishui.Assessment.Complaints;
using Bishui.Assessment.Organisation.Education;
using Bishui.Assessment.Organisation.Goals;
using Bishui.Assessment.Organisation.Meetings;
using Bishui.Assessment.Organisation.Progress;
using Bishui.Assessment.Organisation.SelfMonitoring;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;

namespace Bishui.Assessment.Organisation;

/// <summary>组织实施 (tasks 38 to 45): what the assessment's own tasks register, measure and look for.</summary>
internal static class OrganisationFigures
{
    public static IReadOnlyList<Register> Registers =>
        [.. GoalFigures.Registers, .. MeetingFigures.Registers, .. MonitoringFigures.Registers, Register.Of<TypicalCase>(), .. EducationFigures.Registers, .. ProgressFigures.Registers];

    public static IReadOnlyList<Indicator> Indicators =>
    [
        .. GoalFigures.Indicators, .. MeetingFigures.Indicators, .. MonitoringFigures.Indicators, .. ComplaintFigures.Indicators, .. EducationFigures.Indicators,
        .. ProgressFigures.Indicators,
    ];

    public static IReadOnlyList<FindingRule> Findings =>
        [.. GoalFigures.Findings, .. MeetingFigures.Findings, .. MonitoringFigures.Findings, ComplaintFigures.Overdue, .. ProgressFigures.Findings];
}
