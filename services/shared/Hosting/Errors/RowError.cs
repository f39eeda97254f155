using System.Text.Json.Serialization;

namespace Bishui.Hosting.Errors;

/// <summary>What is wrong with one row or field of a request.</summary>
/// <param name="Index">The row, from 0; null when the error is not about a row.</param>
/// <param name="Field">The member, as a JSON name or path; null when the error is about the whole row.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">For a reader.</param>
public sealed record RowError(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
    string Code,
    string Detail);
