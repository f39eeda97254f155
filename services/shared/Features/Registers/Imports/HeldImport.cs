using Bishui.Features.Attachments;
using Bishui.Features.Tables;
using Bishui.Storage.Documents;

namespace Bishui.Features.Registers.Imports;

/// <summary>How far an import is.</summary>
public enum ImportState
{
    /// <summary>Taken, not begun.</summary>
    Queued,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>All rows were looked at.</summary>
    Finished,

    /// <summary>Given up; what was done before stays.</summary>
    Failed,
}

/// <summary>An import of a workbook. How far it is stands in the same commit as the rows, so that it goes on exactly there.</summary>
internal sealed record HeldImport
{
    public required string Id { get; init; }
    public required string Register { get; init; }

    /// <summary>Names the table that was handed in.</summary>
    public required string Sha256 { get; init; }

    public required TableFormat Format { get; init; }
    public required bool DryRun { get; init; }

    /// <summary>The day from which rows hold that name none.</summary>
    public required DateOnly From { get; init; }

    public required string Unit { get; init; }
    public required string By { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public required ImportState State { get; init; }

    /// <summary>How often it was begun since it last came further.</summary>
    public int Attempts { get; init; }

    public required int Rows { get; init; }
    public int Done { get; init; }
    public int Added { get; init; }
    public int Changed { get; init; }
    public int Unchanged { get; init; }
    public int Rejected { get; init; }

    /// <summary>Why it was given up; null unless it failed.</summary>
    public string? Failure { get; init; }

    public bool IsOpen => State is ImportState.Queued or ImportState.Running;
}

/// <summary>What was wrong in a stretch of an import's rows.</summary>
internal sealed record HeldRejections(IReadOnlyList<ImportRejection> Rejected);

internal static class ImportCollections
{
    /// <summary>Index of those that are not finished, in the order in which they were asked for.</summary>
    public const string Open = "open";

    /// <summary>Index by the hash of the table.</summary>
    public const string ByFile = "file";

    public static readonly Collection<HeldImport> Imports = new("register-imports",
        new DocumentIndex<HeldImport>(Open, held => held.IsOpen ? held.RequestedAt.UtcDateTime.ToString("O") : null),
        new DocumentIndex<HeldImport>(ByFile, held => held.Sha256));

    public static readonly Collection<HeldRejections> Rejections = new("register-import-rejections");

    public static string PartOf(string import, int row) => FormattableString.Invariant($"{import}|{row:D9}");

    /// <summary>What was wrong, in the order of the rows.</summary>
    public static async ValueTask<List<ImportRejection>> RejectedAsync(this IDocumentReader reader, string import, int most, CancellationToken cancel)
    {
        var rejected = new List<ImportRejection>();
        await foreach (var part in reader.StreamAsync(Rejections, new() { From = import + "|", Before = import + "}" }, cancel))
        {
            rejected.AddRange(part.Body.Rejected.Take(most - rejected.Count));
            if (rejected.Count >= most) break;
        }
        return rejected;
    }
}

/// <summary>Imported tables stay: they say what was handed in.</summary>
internal sealed class ImportedFiles : IFileOwner
{
    public async ValueTask<bool> OwnsAsync(IDocumentReader reader, string sha256, CancellationToken cancel) =>
        (await reader.ListAsync(ImportCollections.Imports, new() { Index = ImportCollections.ByFile, EqualTo = sha256, Limit = 1 }, cancel)).Items.Count > 0;
}
