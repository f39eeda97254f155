using Bishui.Hosting.Errors;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Plan;

/// <summary>
/// The decision that closes a year's result for good (定案). Until then the year stays open for entries, completions, reviews, marks and objections;
/// from then on nothing of it changes.
/// </summary>
internal sealed record YearClosure
{
    public static readonly Collection<YearClosure> Closures = new("year-closures");

    public required string PlanId { get; init; }

    public required int Year { get; init; }

    /// <summary>The revision of the published result that stands.</summary>
    public required int Revision { get; init; }

    /// <summary>SHA-256 of that result.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Why, or by which document.</summary>
    public required string Reason { get; init; }

    /// <summary>Why the time for objections is over; null where the calendar says so.</summary>
    public string? ObjectionsOver { get; init; }

    public required string ClosedBy { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>The closure of a plan's year; null while it is open.</summary>
    public static async ValueTask<YearClosure?> FindAsync(IDocumentReader reader, string planId, CancellationToken cancel) =>
        (await reader.FindAsync(Closures, planId, cancel))?.Body;

    /// <summary>Null while the year is open, else the refusal to answer with.</summary>
    public static async ValueTask<ProblemHttpResult?> ToChangeAsync(IDocumentReader reader, string planId, CancellationToken cancel) =>
        await FindAsync(reader, planId, cancel) is { } closed
            ? Problems.Of(409, "year-closed", $"{closed.Year} 年度考核结果已定案，不再更改", $"the result of {closed.Year} was closed for good: nothing of it changes")
            : null;
}
