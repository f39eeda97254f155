using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Contracts.Plans;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Scores;

/// <summary>
/// What a caller may see of a unit's score, or of the district's: the one rule for every route of the assessment.
/// <list type="table">
/// <item><term>points and grades</term><description>everybody who is signed in, as the public sees them</description></item>
/// <item><term>why: explanations, evidence, reasons, links, vetoes, what-ifs, facts, objections, boards</term>
/// <description>the unit itself for its own; the committee, supervisors and administrators for all units and the district</description></item>
/// <item><term>indicators and ledgers of a task</term><description>the units with a part in the task besides</description></item>
/// </list>
/// </summary>
internal static class ScoreVisibility
{
    /// <summary>Whether the caller sees everything about every unit and the district.</summary>
    public static bool SeesAll(this Caller caller) => caller.Is(Roles.Supervisor) || caller.Is(Roles.Admin) || caller.MayDecide();

    /// <summary>Whether the caller sees why a unit has its score; null asks for the district.</summary>
    public static bool SeesWhole(this Caller caller, string? unit) => caller.SeesAll() || (unit is { Length: > 0 } && unit == caller.Unit);

    /// <summary>Whether the caller sees a fact: the one that is about its unit, alone or with others.</summary>
    public static bool Sees(this Caller caller, Fact fact) => caller.SeesAll() || (caller.Unit.Length > 0 && fact.IsAbout(caller.Unit));

    /// <summary>Whether the caller sees what is on file of a task: its indicators and its ledger.</summary>
    public static bool Sees(this Caller caller, PlanTask task) => caller.SeesAll()
        || task.LeadUnits.Contains(caller.Unit) || task.CooperatingUnits.Contains(caller.Unit) || task.ReviewUnits.Contains(caller.Unit);

    /// <summary>Null when the caller sees why a unit has its score, else the refusal to answer with.</summary>
    public static ProblemHttpResult? ToSeeWhole(this Caller caller, string? unit) => caller.SeesWhole(unit)
        ? null
        : Problems.Of(StatusCodes.Status403Forbidden, "not-your-score", "只能查看本单位得分的依据；其他单位和全区只见得分和等级",
            "A unit sees why its own score is what it is; of other units and of the district it sees points and grades");
}
