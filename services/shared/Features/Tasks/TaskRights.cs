using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Tasks;

/// <summary>What a unit's role in a task allows. Each answers null when it may, else the refusal.</summary>
internal static class TaskRights
{
    /// <summary>Leading and cooperating units write the ledger.</summary>
    public static ProblemHttpResult? ToRecord(this Caller caller, TaskLedger task) =>
        caller.Is(Roles.Reporter) && (task.LeadUnits.Contains(caller.Unit) || task.CooperatingUnits.Contains(caller.Unit))
            ? null
            : Refuse("not-your-task", $"本单位不是第 {task.Number} 项任务的牵头或配合单位，不能填报台账",
                $"your unit neither leads nor cooperates in task {task.Number}");

    /// <summary>Whoever has a role in the task reads its ledger, and so do supervisors.</summary>
    public static ProblemHttpResult? ToRead(this Caller caller, TaskLedger task) =>
        caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin) || task.LeadUnits.Contains(caller.Unit)
        || task.CooperatingUnits.Contains(caller.Unit) || task.ReviewUnits.Contains(caller.Unit)
            ? null
            : Refuse("not-your-task", $"本单位在第 {task.Number} 项任务中没有职责，不能查看台账",
                $"your unit has no role in task {task.Number}");

    /// <summary>Only a leading unit says that a task is done.</summary>
    public static ProblemHttpResult? ToComplete(this Caller caller, TaskLedger task) =>
        caller.Is(Roles.Reporter) && task.LeadUnits.Contains(caller.Unit)
            ? null
            : Refuse("not-your-task", $"只有第 {task.Number} 项任务的牵头单位可以申请办结",
                $"only a unit that leads task {task.Number} may submit its completion");

    /// <summary>A reviewing unit decides, never on its own submission.</summary>
    public static ProblemHttpResult? ToReview(this Caller caller, TaskLedger task)
    {
        if (!caller.Is(Roles.Approver) || !task.ReviewUnits.Contains(caller.Unit))
            return Refuse("not-your-review", $"本单位不是第 {task.Number} 项任务的审核单位", $"your unit does not review task {task.Number}");
        return task.Completion?.Unit == caller.Unit
            ? Refuse("own-work", "不得审核本单位提交的办结申请", "a unit never reviews its own completion")
            : null;
    }

    private static ProblemHttpResult Refuse(string code, string zh, string en) => Problems.Of(StatusCodes.Status403Forbidden, code, zh, en);
}
