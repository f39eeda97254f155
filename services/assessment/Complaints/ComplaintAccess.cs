using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Complaints;

/// <summary>
/// What a caller may do: units that lead the task of public supervision handle complaints; the unit to which one was given answers it, passes it on and traces it;
/// reviewing units and supervisors read all of them, urge, and say what the public may know of; the handling unit says so of what is not its own.
/// </summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Handles">Handles complaints.</param>
/// <param name="Reads">Reads all of them.</param>
/// <param name="Urges">May urge.</param>
internal sealed record ComplaintAccess(Caller Caller, bool Handles, bool Reads, bool Urges)
{
    public static async ValueTask<ComplaintAccess> OfAsync(IDocumentReader reader, Caller caller, DateOnly on, CancellationToken cancel) => new(
        caller,
        await TaskEntries.RefusalAsync(reader, caller, AssessmentTopics.PublicSupervision, TaskAction.SetBasis, on, cancel) is null,
        await TaskEntries.RefusalAsync(reader, caller, AssessmentTopics.PublicSupervision, TaskAction.Read, on, cancel) is null,
        await TaskEntries.RefusalAsync(reader, caller, AssessmentTopics.PublicSupervision, TaskAction.Urge, on, cancel) is null);

    /// <summary>Whoever was given it once sees what became of it.</summary>
    public bool Sees(Complaint complaint) => Reads || complaint.Steps.Any(step => step.ToUnit == Caller.Unit);

    public bool May(ComplaintMove move, Complaint complaint) => move switch
    {
        ComplaintMove.Receive or ComplaintMove.Reopen or ComplaintMove.Rate => false,
        ComplaintMove.Urge => Urges,
        // Whoever answers for a doubted figure does not say whether the public may know of the doubt.
        ComplaintMove.Release or ComplaintMove.Withhold => Urges || (Handles && ComplaintCourse.AssigneeOf(complaint) != Caller.Unit),
        ComplaintMove.Answer => Holds(complaint),
        ComplaintMove.Transfer or ComplaintMove.Link or ComplaintMove.Note => Handles || Holds(complaint),
        _ => Handles,
    };

    /// <summary>The moves that the state and the caller's part in it allow.</summary>
    public IReadOnlyList<ComplaintMove> Allowed(Complaint complaint) =>
        [.. ComplaintCourse.Allowed(ComplaintCourse.StateOf(complaint)).Where(move => May(move, complaint))];

    private bool Holds(Complaint complaint) => Caller.Is(Roles.Reporter) && ComplaintCourse.AssigneeOf(complaint) == Caller.Unit;

    public static ProblemHttpResult NotYours() =>
        Problems.Of(StatusCodes.Status403Forbidden, "not-your-complaint", "本单位不办理该信访件，或无权采取此步骤", "the complaint, or this step of it, is not your unit's");
}
