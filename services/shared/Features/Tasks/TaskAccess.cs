using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>Asks what a category's own slices need to know of a caller's role in its tasks.</summary>
public static class TaskAccess
{
    /// <summary>Whether the caller has a role in one of the tasks of this service, or oversees all.</summary>
    public static async ValueTask<bool> HasTaskAsync(this Caller caller, IDocumentReader reader, DateOnly on, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin)
            || (await reader.TasksAsync(on, cancel)).Any(task => caller.To(TaskAction.Read, task) is null);
    }
}
