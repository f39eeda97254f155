using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;

namespace Bishui.Features.Tasks;

/// <summary>Which tasks of a plan carry which topics; a task that a later version ended carries none.</summary>
internal sealed class TopicTasks
{
    private readonly ILookup<string, TaskLedger> _tasks;

    private TopicTasks(IReadOnlyList<TaskLedger> tasks)
    {
        All = tasks;
        _tasks = tasks.SelectMany(task => task.Topics.Select(topic => (topic, task))).ToLookup(each => each.topic, each => each.task);
    }

    /// <summary>All tasks of the plan, by number.</summary>
    public IReadOnlyList<TaskLedger> All { get; }

    /// <summary>Those of the plan in force on a civil day.</summary>
    public static async ValueTask<TopicTasks> OfAsync(IDocumentReader reader, DateOnly on, CancellationToken cancel) => new(await reader.TasksAsync(on, cancel));

    /// <summary>Those of one plan.</summary>
    public static async ValueTask<TopicTasks> OfPlanAsync(IDocumentReader reader, string plan, CancellationToken cancel) =>
        new(await reader.TasksOfAsync(plan, cancel));

    /// <summary>The tasks that carry the topic, by number; empty where the plan has none.</summary>
    public IEnumerable<TaskLedger> Of(string topic) => _tasks[topic];

    /// <summary>The tasks that carry one of the topics, by number, each once.</summary>
    public IReadOnlyList<TaskLedger> Of(IEnumerable<string> topics) =>
        [.. topics.SelectMany(Of).DistinctBy(task => task.Id).OrderBy(task => task.Number)];

    /// <summary>The tasks that carry one of the topics; where something was kept before topics existed, those of the numbers it named then.</summary>
    public IReadOnlyList<TaskLedger> Of(IReadOnlyList<string>? topics, IReadOnlyList<int> numbers) =>
        topics is null ? [.. All.Where(task => numbers.Contains(task.Number))] : Of(topics);

    /// <summary>The numbers of these tasks.</summary>
    public IReadOnlyList<int> NumbersOf(IEnumerable<string> topics) => [.. Of(topics).Select(task => task.Number)];

    /// <inheritdoc cref="NumbersOf(IEnumerable{string})"/>
    public IReadOnlyList<int> NumbersOf(string topic) => NumbersOf([topic]);

    /// <summary>Whether a list that is asked for by topic or by task holds what belongs to a topic; null asks for all.</summary>
    public bool IsAsked(string topic, string? askedTopic, int? askedTask) =>
        (askedTopic is null || topic == askedTopic) && (askedTask is null || Of(topic).Any(task => task.Number == askedTask));

    /// <summary>Whether the caller may read what belongs to the topic: by a role in one of its tasks, or because they oversee all.</summary>
    public bool MayRead(Caller caller, string topic) =>
        caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin) || Of(topic).Any(task => caller.To(TaskAction.Read, task) is null);
}
