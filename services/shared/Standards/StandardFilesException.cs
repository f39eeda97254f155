namespace Bishui.Standards;

/// <summary>What is wrong with an entry of a standard's file.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line, counted from one; zero where the problem is of the file as a whole.</param>
/// <param name="Entry">Key of the entry, or empty.</param>
/// <param name="Detail">The problem in words.</param>
public sealed record FileProblem(string File, int Line, string Entry, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line}): {(Entry.Length == 0 ? "" : Entry + ": ")}{Detail}";
}

/// <summary>The files of standards cannot be used; the message lists every problem with file, line and entry.</summary>
public sealed class StandardFilesException(IReadOnlyList<FileProblem> problems)
    : Exception($"{problems.Count} problem(s) in the files of standards:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    /// <summary>Every problem found; at least one.</summary>
    public IReadOnlyList<FileProblem> Problems { get; } = problems;
}
