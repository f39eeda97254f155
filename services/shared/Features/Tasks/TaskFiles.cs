using System.Globalization;
using Bishui.Features.Attachments;
using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Tasks;

/// <summary>A task, by its number in the plan in force or by its key: whoever may read its ledger may bring files for it.</summary>
internal sealed class TaskFiles : IAttachmentSubject
{
    public string Kind => "task";

    public async ValueTask<ProblemHttpResult?> RefusalAsync(IDocumentReader reader, Caller caller, string id, CancellationToken cancel)
    {
        var task = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (await reader.FindTaskAsync(number, cancel))?.Body
            : (await reader.TasksAsync(cancel)).FirstOrDefault(each => each.Key == id);
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
