using Bishui.Features.Requests;
using Bishui.Rules.Time;

namespace Bishui.Features.Registers.Imports;

/// <summary>An import: how far it is and what became of its rows; after a dry run, what would.</summary>
public sealed record ImportView
{
    /// <summary>Unique.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the register.</summary>
    public required string Register { get; init; }

    /// <summary>How far it is.</summary>
    public required ImportState State { get; init; }

    /// <summary>Whether no row is written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The civil day from which rows hold that name none themselves.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Rows of the table.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows looked at so far.</summary>
    public required int Done { get; init; }

    /// <summary>Rows that are new on the register.</summary>
    public required int Added { get; init; }

    /// <summary>Rows that got a new version.</summary>
    public required int Changed { get; init; }

    /// <summary>Rows that say what is on file.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Rows that were not taken.</summary>
    public required int RejectedRows { get; init; }

    /// <summary>What is wrong with them: the first thousand faults; all of them stand in the workbook.</summary>
    public required IReadOnlyList<ImportRejection> Rejected { get; init; }

    /// <summary>The table with what is wrong beside its rows.</summary>
    public required string Errors { get; init; }

    /// <summary>Why it was given up; null unless it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>Key of the unit that asked for it.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it ended; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    internal static string PathOf(ServiceName service, HeldImport held) => $"/api/{service.Name}/registers/{held.Register}/imports/{held.Id}";

    internal static ImportView Of(ServiceName service, HeldImport held, IReadOnlyList<ImportRejection> rejected) => new()
    {
        Id = held.Id,
        Register = held.Register,
        State = held.State,
        DryRun = held.DryRun,
        From = held.From,
        Rows = held.Rows,
        Done = held.Done,
        Added = held.Added,
        Changed = held.Changed,
        Unchanged = held.Unchanged,
        RejectedRows = held.Rejected,
        Rejected = rejected,
        Errors = PathOf(service, held) + "/errors.xlsx",
        Failure = held.Failure,
        Unit = held.Unit,
        RequestedAt = held.RequestedAt.ToOffset(ChinaTime.Offset),
        FinishedAt = held.FinishedAt?.ToOffset(ChinaTime.Offset),
    };
}

/// <summary>What is wrong with a row of an imported table.</summary>
/// <param name="Row">The table's own row number, as the program shows it.</param>
/// <param name="Column">Header of the column; null when it is the whole row, or the table has no such column.</param>
/// <param name="Field">The field's name; <c>id</c> and <c>from</c> are the row's own.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Detail">For a reader, in Chinese and English.</param>
public sealed record ImportRejection(int Row, string? Column, string? Field, string Code, string Detail);
