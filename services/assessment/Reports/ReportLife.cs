using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Reports;

/// <summary>
/// Who may do what with a report, and when:
/// <list type="table">
/// <item><term>read</term><description>the author; the reviewer once it was submitted; supervisors and administrators</description></item>
/// <item><term>draft, edit, withdraw</term><description>reporters of the author</description></item>
/// <item><term>submit, issue</term><description>approvers of the author</description></item>
/// <item><term>approve, return</term><description>approvers of the reviewer, never the author</description></item>
/// </list>
/// </summary>
internal static class ReportLife
{
    /// <summary>The state after a move; null where the state does not allow it.</summary>
    public static ReportState? After(ReportState state, ReportMove move) => (state, move) switch
    {
        (ReportState.Draft or ReportState.Returned, ReportMove.Submit) => ReportState.Submitted,
        (ReportState.Submitted, ReportMove.Approve) => ReportState.Approved,
        (ReportState.Submitted, ReportMove.Return) => ReportState.Returned,
        (ReportState.Approved, ReportMove.Issue) => ReportState.Issued,
        (ReportState.Draft or ReportState.Returned, ReportMove.Withdraw) => ReportState.Withdrawn,
        _ => null,
    };

    public static bool IsOpen(ReportState state) => state is ReportState.Draft or ReportState.Returned;

    /// <summary>Whether the caller may read a report. What a unit has not sent yet is its own draft: the committee, which reviews it, waits for it.</summary>
    public static bool MayRead(Caller caller, Report report) =>
        caller.Unit == report.Unit || caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin)
        || (caller.Unit == ReportRules.Carried.ReviewerOf(report.Unit) && report.SubmittedAt is not null);

    public static ProblemHttpResult? ToDraft(Caller caller, string scope) =>
        caller.Is(Roles.Reporter) && ReportRules.Carried.MayWrite(scope, caller.Unit)
            ? null
            : Refuse("not-your-report", "只能起草本单位的工作总结；全区的由指定单位起草", "a unit writes its own report, the named units the district's");

    public static ProblemHttpResult? ToEdit(Caller caller, Report report) =>
        caller.Unit == report.Unit && caller.Is(Roles.Reporter)
            ? null
            : Refuse("not-your-report", "只有起草单位可以修改", "only the unit that writes the report may change it");

    public static ProblemHttpResult? To(Caller caller, Report report, ReportMove move) => move switch
    {
        ReportMove.Withdraw => ToEdit(caller, report),
        ReportMove.Submit or ReportMove.Issue => caller.Unit == report.Unit && caller.Is(Roles.Approver)
            ? null
            : Refuse("not-your-report", "只有起草单位的审核人员可以报送和签发", "only an approver of the unit that writes the report may submit or issue it"),
        _ when caller.Unit == report.Unit => Refuse("own-work", "不得审核本单位自己的工作", "a unit never decides on its own work"),
        _ => caller.Unit == ReportRules.Carried.ReviewerOf(report.Unit) && caller.Is(Roles.Approver)
            ? null
            : Refuse("not-your-review", "本单位不是该工作总结的审核单位", "your unit does not review this report"),
    };

    public static ProblemHttpResult IllegalMove(ReportState state)
    {
        var allowed = string.Join(", ", Enum.GetValues<ReportMove>().Where(move => After(state, move) is not null).Select(Words.Of));
        return Problems.Of(StatusCodes.Status409Conflict, "illegal-move", "工作总结现状不允许此操作", "the report's state does not allow this",
            [new(null, "move", "illegal-move", $"{Words.Of(state)}：可为 / allowed: {allowed}")]);
    }

    private static ProblemHttpResult Refuse(string code, string zh, string en) => Problems.Of(StatusCodes.Status403Forbidden, code, zh, en);
}
