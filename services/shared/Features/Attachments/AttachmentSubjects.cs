using Bishui.Features.Requests;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Attachments;

/// <summary>A kind of thing for which a file may be brought, named at the upload by a parameter of the kind's name.</summary>
internal interface IAttachmentSubject
{
    /// <summary>Name of the parameter.</summary>
    string Kind { get; }

    /// <summary>Null when the caller has a part in the thing, else the refusal to answer with.</summary>
    ValueTask<ProblemHttpResult?> RefusalAsync(IDocumentReader reader, Caller caller, string id, DateOnly on, CancellationToken cancel);
}

/// <summary>Reads from a request what a file is brought for.</summary>
internal static class AttachmentSubjects
{
    private const int LongestId = 200;

    /// <summary>What it is for, such as <c>task/28</c>; or the refusal where nothing is named, it is not there, or the caller has no part in it.</summary>
    public static async ValueTask<(string? For, ProblemHttpResult? Refusal)> OfAsync(
        IReadOnlyList<(string Kind, string? Id)> named, IEnumerable<IAttachmentSubject> subjects, IDocumentReader reader, Caller caller, DateOnly on, CancellationToken cancel)
    {
        foreach (var subject in subjects)
            if (named.FirstOrDefault(each => each.Kind == subject.Kind).Id is { Length: > 0 and <= LongestId } id)
                return await subject.RefusalAsync(reader, caller, id, on, cancel) is { } refusal ? (null, refusal) : ($"{subject.Kind}/{id}", null);
        return (null, Refusals.Invalid([new(null, "task", "missing",
            "须写明附件所属任务（task=编号）或案件（exceedance=编号）/ name the task (task=number) or the case (exceedance=id) that the file is for")]));
    }
}
