using Bishui.Features.Tasks;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Registers;

/// <summary>
/// What a unit may do with a register, from its roles in the tasks that carry a topic of the register: whoever may read one of their ledgers may read it;
/// reporters of leading units write all rows, those of cooperating units the rows that their own unit registered.
/// </summary>
internal sealed class RegisterRights
{
    private readonly Caller _caller;
    private readonly bool _reads;
    private readonly bool _records;
    private readonly bool _leads;
    private readonly bool _reviews;

    private RegisterRights(Caller caller, IReadOnlyList<TaskLedger> tasks)
    {
        _caller = caller;
        _reads = caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin) || tasks.Any(task => caller.To(TaskAction.Read, task) is null);
        _records = tasks.Any(task => caller.To(TaskAction.Record, task) is null);
        _reviews = caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin) || tasks.Any(task => task.ReviewUnits.Contains(caller.Unit));
        _leads = caller.Is(Roles.Admin) || tasks.Any(task => caller.To(TaskAction.SetBasis, task) is null);
    }

    public static async ValueTask<RegisterRights> OfAsync(Caller caller, Register register, IDocumentReader reader, DateOnly on, CancellationToken cancel) =>
        new(caller, (await TopicTasks.OfAsync(reader, on, cancel)).Of(register.Declared.Topics));

    /// <summary>Whether personal data is shown, covered; who does not write the register sees none of it, and who reviews asks for it whole.</summary>
    public bool SeesPersonal => _records || _leads;

    /// <summary>Null when the caller may look at a row's personal data whole: who may change the row, and who reviews.</summary>
    /// <param name="owner">The unit that registered the row.</param>
    public ProblemHttpResult? ToLook(string owner) => _reviews ? null : ToWrite(owner);

    /// <summary>Null when the caller may read who looked: who reviews.</summary>
    public ProblemHttpResult? ToReadLooks() => _reviews ? null
        : TaskRights.Refuse("not-your-review", "只有该名录所属任务的审核单位和督查人员可以查看查阅记录", "only units that review a task of the register, and supervisors, read who looked");

    /// <summary>Null when the caller may read, else the refusal to answer with.</summary>
    public ProblemHttpResult? ToRead() => _reads ? null
        : TaskRights.Refuse("not-your-register", "本单位在该名录所属任务中没有职责", "your unit has no role in the tasks of the register");

    /// <summary>Null when the caller may write a row, else the refusal to answer with.</summary>
    /// <param name="owner">The unit that registered the row; null for a new one.</param>
    public ProblemHttpResult? ToWrite(string? owner) => _leads || (_records && (owner is null || owner == _caller.Unit)) ? null
        : _records ? TaskRights.Refuse("not-your-row", "配合单位只能更改本单位登记的条目", "a cooperating unit may change only the rows that it registered")
        : TaskRights.Refuse("not-your-register", "只有该名录所属任务的牵头和配合单位可以登记", "only units that lead or cooperate in a task of the register may write it");
}
