using Bishui.Features.Tasks;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Registers;

/// <summary>
/// What a unit may do with a register, from its roles in the tasks the register serves: whoever may read one of their ledgers may read it;
/// reporters of leading units write all rows, those of cooperating units the rows that their own unit registered.
/// </summary>
internal sealed class RegisterRights
{
    private readonly Caller _caller;
    private readonly bool _reads;
    private readonly bool _records;
    private readonly bool _leads;

    private RegisterRights(Caller caller, IReadOnlyList<TaskLedger> tasks)
    {
        _caller = caller;
        _reads = caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin) || tasks.Any(task => caller.To(TaskAction.Read, task) is null);
        _records = tasks.Any(task => caller.To(TaskAction.Record, task) is null);
        _leads = caller.Is(Roles.Admin) || tasks.Any(task => caller.To(TaskAction.SetBasis, task) is null);
    }

    public static async ValueTask<RegisterRights> OfAsync(Caller caller, Register register, IDocumentReader reader, CancellationToken cancel) =>
        new(caller, [.. (await reader.TasksAsync(cancel)).Where(task => register.Declared.Tasks.Contains(task.Number))]);

    /// <summary>Whether personal data is shown: who may not write the register has no need of it.</summary>
    public bool SeesPersonal => _records || _leads;

    /// <summary>Null when the caller may read, else the refusal to answer with.</summary>
    public ProblemHttpResult? ToRead() => _reads ? null
        : TaskRights.Refuse("not-your-register", "本单位在该名录所属任务中没有职责", "your unit has no role in the tasks of the register");

    /// <summary>Null when the caller may write a row, else the refusal to answer with.</summary>
    /// <param name="owner">The unit that registered the row; null for a new one.</param>
    public ProblemHttpResult? ToWrite(string? owner) => _leads || (_records && (owner is null || owner == _caller.Unit)) ? null
        : _records ? TaskRights.Refuse("not-your-row", "配合单位只能更改本单位登记的条目", "a cooperating unit may change only the rows that it registered")
        : TaskRights.Refuse("not-your-register", "只有该名录所属任务的牵头和配合单位可以登记", "only units that lead or cooperate in a task of the register may write it");
}
