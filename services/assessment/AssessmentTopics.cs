using Bishui.Features.Tasks;

namespace Bishui.Assessment;

/// <summary>What the service knows how to do, one topic (工作主题) for each kind of work; a plan says which of its tasks carry which.</summary>
internal static class AssessmentTopics
{
    /// <summary>重点任务和年度目标</summary>
    public const string Goals = "goals";

    /// <summary>部门协调会议</summary>
    public const string Meetings = "meetings";

    /// <summary>排污单位自行监测</summary>
    public const string SelfMonitoring = "self-monitoring";

    /// <summary>社会监督</summary>
    public const string PublicSupervision = "public-supervision";

    /// <summary>宣传教育</summary>
    public const string Education = "education";

    /// <summary>向区政府报告</summary>
    public const string GovernmentReporting = "government-reporting";

    /// <summary>重点工作台账</summary>
    public const string Ledgers = "ledgers";

    /// <summary>工作信息报送</summary>
    public const string HalfYearReports = "half-year-reports";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new(Goals, "重点任务和年度目标", "Key tasks and yearly goals", "按流域、区域、行业分解；起算日待定"),
        new(Meetings, "部门协调会议", "Coordination meetings", "议定事项的落实"),
        new(SelfMonitoring, "排污单位自行监测", "Self-monitoring of dischargers", "许可证、频次、公开"),
        new(PublicSupervision, "社会监督", "Supervision by the public", "投诉举报、典型案例"),
        new(Education, "宣传教育", "Publicity and education", "活动"),
        new(GovernmentReporting, "向区政府报告", "Reports to the district government", "报告，考核结果"),
        new(Ledgers, "重点工作台账", "Ledgers of key work", "台账完整性"),
        new(HalfYearReports, "工作信息报送", "Submission of work information", "6月30日、12月30日"),
    ];
}
