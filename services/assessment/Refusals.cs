using Bishui.Hosting.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment;

internal static class Refusals
{
    /// <summary>The request was understood, and fields of it are wrong: answered as the other services do.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyList<RowError> errors) =>
        Problems.Of(StatusCodes.Status422UnprocessableEntity, "invalid-request", "提交内容有误", "The request has errors", errors);
}
