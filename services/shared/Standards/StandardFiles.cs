using Bishui.Rules.Standards;
using YamlDotNet.Core;

namespace Bishui.Standards;

/// <summary>The text of one file.</summary>
/// <param name="Name">Name as it appears in messages.</param>
/// <param name="Text">YAML.</param>
public sealed record StandardFile(string Name, string Text);

/// <summary>Reads and checks the standards that the platform carries.</summary>
public static class StandardFiles
{
    private static readonly Lazy<StandardLibrary> Carried = new(() => Load(Embedded()));

    /// <summary>The standards carried in this assembly; read once in a process, the same object each time.</summary>
    /// <exception cref="StandardFilesException">A file is wrong.</exception>
    public static StandardLibrary Load() => Carried.Value;

    /// <summary>Reads the given files, one of which must be <c>parameters.yaml</c>.</summary>
    /// <exception cref="StandardFilesException">A file is wrong; all problems of all files are listed.</exception>
    public static StandardLibrary Load(IReadOnlyList<StandardFile> files)
    {
        var problems = new List<FileProblem>();
        var texts = new HashSet<string>();
        var documents = files.Select(file => (file.Name, Note: Parse(file, texts, problems))).ToArray();
        if (documents.FirstOrDefault(document => document.Name == ParameterReader.File).Note is not { } parameters)
        {
            if (problems.Count == 0)
                problems.Add(new(ParameterReader.File, 0, "", "The file is missing."));
            throw new StandardFilesException(problems);
        }

        var catalogue = ParameterReader.Read(parameters, problems);
        var standards = new List<(string File, Standard Standard)>();
        foreach (var (name, note) in documents)
        {
            if (name != ParameterReader.File && note is not null)
                standards.Add((name, new StandardReader(name, catalogue, problems).Read(note)));
        }

        CheckTogether(standards, problems);
        return problems.Count == 0 ? new(catalogue, [.. standards.Select(one => one.Standard)]) : throw new StandardFilesException(problems);
    }

    /// <summary>The files of standards carried in this assembly, in the order of their names.</summary>
    public static IReadOnlyList<StandardFile> Embedded() =>
        [.. EmbeddedFiles.Names.Where(name => name != CalendarFiles.File).Select(name => new StandardFile(name, EmbeddedFiles.Text(name)))];

    private static Note? Parse(StandardFile file, HashSet<string> texts, List<FileProblem> problems)
    {
        try
        {
            var note = YamlNotes.Read(file.Text, texts);
            if (note.Fields.Count > 0)
                return note;
            problems.Add(new(file.Name, note.Line, "", "The file holds no named fields."));
        }
        catch (YamlException broken)
        {
            problems.Add(new(file.Name, (int)broken.Start.Line, "", broken.Message));
        }

        return null;
    }

    // At most one standard binds for a medium on any day; a successor takes over on the day its predecessor ends.
    private static void CheckTogether(List<(string File, Standard Standard)> all, List<FileProblem> problems)
    {
        foreach (var (file, standard) in all)
        {
            foreach (var (otherFile, other) in all.Where(other => other.Standard != standard))
            {
                if (other.Code == standard.Code)
                    problems.Add(new(file, 0, standard.Code, $"{otherFile} holds the same standard."));
                else if (other.Media == standard.Media && standard.InForceOn(other.Effective))
                    problems.Add(new(file, 0, standard.Code, $"Binds for '{standard.Media}' at the same time as {other.Code} ({otherFile})."));
            }

            if (standard.ReplacedBy is { } successor
                && all.FirstOrDefault(other => other.Standard.Code == successor).Standard?.Effective is var begins
                && begins != standard.ReplacedOn)
                problems.Add(new(file, 0, standard.Code, $"{successor} does not take effect on {standard.ReplacedOn:yyyy-MM-dd}."));
        }
    }
}
