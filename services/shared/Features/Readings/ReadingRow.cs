using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>One row as sent, its fields well-formed but not yet looked up.</summary>
internal readonly record struct ReadingRow(
    int Index, string Site, string Parameter, DateTimeOffset Time, ReadingKind Kind, decimal? Value, string Flag, string? Unit, string? Reason,
    string? Source);

/// <summary>A row that was not taken, and why.</summary>
/// <param name="Index">The row's place in the batch, from 0.</param>
/// <param name="Field">The field that is wrong; null when it is the whole row.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">For a reader, in Chinese and English.</param>
public sealed record Rejection(int Index, string? Field, string Code, string Detail);

/// <summary>A batch as sent.</summary>
internal sealed class ParsedBatch
{
    public List<ReadingRow> Rows { get; } = [];
    public List<Rejection> Rejected { get; } = [];
    public int Count { get; set; }

    public void Reject(int index, string? field, string code, string zh, string en) => Rejected.Add(new(index, field, code, $"{zh} / {en}"));
}

/// <summary>The batch as a whole cannot be taken.</summary>
internal sealed class BatchRefusedException(string code, string zh, string en, int status) : Exception($"{zh} / {en}")
{
    public string Code { get; } = code;
    public string Zh { get; } = zh;
    public string En { get; } = en;
    public int Status { get; } = status;
}
