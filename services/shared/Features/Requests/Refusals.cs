using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Requests;

/// <summary>Refusals that every service answers alike.</summary>
public static class Refusals
{
    /// <summary>The request was understood, and fields of it are wrong.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyList<RowError> errors) =>
        Problems.Of(StatusCodes.Status422UnprocessableEntity, "invalid-request", "提交内容有误", "The request has errors", errors);
}
