using Bishui.Assessment.Plan.Imports;
using Bishui.Assessment.Plan.Sets;
using Bishui.Hosting;
using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Plan;

/// <summary>Registers the plans, their imports and the members of their sets.</summary>
internal static class PlanRegistration
{
    public static IServiceCollection AddPlan(this IServiceCollection services) =>
        services.AddCollection(PlanStore.Plans).AddCollection(YearClosure.Closures).AddSingleton<PlanStore>().AddPlanImports().AddUnitMembers();
}

/// <summary>Refusals about plans.</summary>
internal static class PlanRefusals
{
    /// <summary>No plan with that id was adopted.</summary>
    public static ProblemHttpResult UnknownPlan() => Problems.Of(404, "unknown-plan", "没有这个计划", "There is no such plan");
}
