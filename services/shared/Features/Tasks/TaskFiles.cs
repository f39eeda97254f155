using System.Globalization;
using Bishui.Features.Attachments;
using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Tasks;

/// <summary>A task, by its number or key in the plan in force or, after the plan's id and a slash, in that plan: whoever may read its ledger may bring files for it.</summary>
internal sealed class TaskFiles : IAttachmentSubject
{
    public string Kind => "task";

    public async ValueTask<ProblemHttpResult?> RefusalAsync(IDocumentReader reader, Caller caller, string id, DateOnly on, CancellationToken cancel)
    {
        var slash = id.LastIndexOf('/');
        var (plan, name) = slash < 0 ? (null, id) : (id[..slash], id[(slash + 1)..]);
        var tasks = plan is null ? await reader.TasksAsync(on, cancel) : await reader.TasksOfAsync(plan, cancel);
        var task = tasks.FirstOrDefault(each => each.Key == name || each.Number.ToString(CultureInfo.InvariantCulture) == name);
        return task is null
            ? Refusals.Invalid([new(null, Kind, "unknown-task", "本服务没有这项任务 / this service owns no such task")])
            : caller.To(TaskAction.Read, task);
    }
}

/// <summary>Whoever may read a ledger may read the files that it cites.</summary>
internal sealed class LedgerReaders : IAttachmentReaders
{
    public async ValueTask<bool> MayReadAsync(IDocumentReader reader, Caller caller, string ledgerId, CancellationToken cancel) =>
        await reader.FindAsync(TaskCollections.Ledgers, ledgerId, cancel) is { } ledger && caller.To(TaskAction.Read, ledger.Body) is null;
}
