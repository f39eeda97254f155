using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Authorization;

namespace Bishui.Assessment.Plan;

/// <summary>Who may change what the plan says: the body that coordinates it (正文第五部分), and whoever runs the platform.</summary>
internal static class PlanRights
{
    private const string Coordinator = "ecology-committee";

    public static bool MayDecide(this Caller caller) =>
        caller.Is(Roles.Admin) || (caller.Unit == Coordinator && (caller.Is(Roles.Approver) || caller.Is(Roles.Supervisor)));

    /// <summary>The same as a policy: asked before a body is read, where a handler's own question comes after it.</summary>
    public static void Deciders(AuthorizationPolicyBuilder policy) =>
        policy.RequireAuthenticatedUser().RequireAssertion(context => context.User.Caller().MayDecide());
}
