using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Tasks;

/// <summary>What somebody may do in a task.</summary>
public enum TaskAction
{
    /// <summary>Read its ledger, projects and duties.</summary>
    Read,

    /// <summary>Append to its ledger.</summary>
    Record,

    /// <summary>Set its key projects.</summary>
    SetProject,

    /// <summary>Record the event that starts a clock, or a figure from above.</summary>
    SetBasis,

    /// <summary>Submit a completion, or take it back before its review.</summary>
    Complete,

    /// <summary>Accept or return a completion; extend or waive a duty.</summary>
    Review,

    /// <summary>Demand that a duty be done (催办).</summary>
    Urge,
}

/// <summary>
/// What a unit's role in a task allows, in one table:
/// <list type="table">
/// <item><term>read</term><description>whoever leads, cooperates or reviews; supervisors and administrators</description></item>
/// <item><term>record</term><description>reporters of leading and cooperating units</description></item>
/// <item><term>set-project, set-basis</term><description>reporters of leading units</description></item>
/// <item><term>complete</term><description>approvers of leading units</description></item>
/// <item><term>review</term><description>approvers of reviewing units, never on their own unit's work</description></item>
/// <item><term>urge</term><description>approvers of reviewing units, and supervisors</description></item>
/// </list>
/// </summary>
internal static class TaskRights
{
    /// <summary>Null when the caller may, else the refusal to answer with.</summary>
    public static ProblemHttpResult? To(this Caller caller, TaskAction action, TaskLedger task)
    {
        var leads = task.LeadUnits.Contains(caller.Unit);
        var cooperates = task.CooperatingUnits.Contains(caller.Unit);
        var reviews = task.ReviewUnits.Contains(caller.Unit);
        return action switch
        {
            TaskAction.Read => leads || cooperates || reviews || caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin)
                ? null
                : Refuse("not-your-task", $"本单位在第 {task.Number} 项任务中没有职责，不能查看台账", $"your unit has no role in task {task.Number}"),
            TaskAction.Record => (leads || cooperates) && caller.Is(Roles.Reporter)
                ? null
                : Refuse("not-your-task", $"本单位不是第 {task.Number} 项任务的牵头或配合单位，不能填报台账",
                    $"your unit neither leads nor cooperates in task {task.Number}"),
            TaskAction.SetProject or TaskAction.SetBasis => leads && caller.Is(Roles.Reporter)
                ? null
                : Refuse("not-your-task", $"只有第 {task.Number} 项任务的牵头单位可以登记", $"only a unit that leads task {task.Number} may record this"),
            TaskAction.Complete => leads && caller.Is(Roles.Approver)
                ? null
                : Refuse("not-your-task", $"只有第 {task.Number} 项任务的牵头单位可以申请办结",
                    $"only a unit that leads task {task.Number} may submit its completion"),
            TaskAction.Review => reviews && caller.Is(Roles.Approver)
                ? null
                : Refuse("not-your-review", $"本单位不是第 {task.Number} 项任务的审核单位", $"your unit does not review task {task.Number}"),
            TaskAction.Urge => (reviews && caller.Is(Roles.Approver)) || caller.Is(Roles.Supervisor)
                ? null
                : Refuse("not-your-review", $"只有第 {task.Number} 项任务的审核单位或督办人员可以催办",
                    $"only a unit that reviews task {task.Number}, or a supervisor, may urge"),
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        };
    }

    /// <summary>Nobody decides on their own unit's work.</summary>
    public static ProblemHttpResult? NotOwn(this Caller caller, IEnumerable<string> units) =>
        units.Contains(caller.Unit)
            ? Refuse("own-work", "不得审核本单位自己的工作", "a unit never decides on its own work")
            : null;

    public static ProblemHttpResult Refuse(string code, string zh, string en) => Problems.Of(StatusCodes.Status403Forbidden, code, zh, en);
}
