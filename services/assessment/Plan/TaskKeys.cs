using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Plan;

/// <summary>The identity of a plan's tasks.</summary>
internal static class TaskKeys
{
    /// <summary>A task's identity over the versions of its plan: the key it was given, else <c>t</c> and its number.</summary>
    public static string Of(PlanTask task) => task.Key ?? $"t{task.Number}";
}
