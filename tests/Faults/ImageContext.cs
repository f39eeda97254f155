using System.Text.RegularExpressions;
using Bishui.Tests.Support;

namespace Bishui.Tests.Faults;

/// <summary>What an image is built from: the checkout as .dockerignore leaves it, in a folder of its own, and the Dockerfile's own command.</summary>
public sealed class ImageContext : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bishui-image-");

    public ImageContext()
    {
        Ignored = Ignore(File.ReadAllLines(Repository.Path(".dockerignore")));
        CopyAll(new DirectoryInfo(Repository.Root), "");
    }

    /// <summary>Where the sources lie.</summary>
    public string Sources => Path.Combine(_folder.FullName, "src");

    /// <summary>Whether a path from the root is left out.</summary>
    public Func<string, bool> Ignored { get; }

    /// <summary>The projects that docker-compose.yml builds images from.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Regex.Matches(File.ReadAllText(Repository.Path("docker-compose.yml")), @"\bPROJECT: ([^\s}]+)").Select(match => match.Groups[1].Value)];

    /// <summary>A folder for one program's publish.</summary>
    public string Output(string name) => Path.Combine(_folder.FullName, "out", name);

    /// <summary>The instruction of services/Dockerfile that publishes, for a shell, with /app replaced by another folder.</summary>
    public static string PublishCommand(string output)
    {
        var instructions = Regex.Replace(
                string.Join('\n', File.ReadAllLines(Repository.Path("services/Dockerfile")).Where(line => !line.TrimStart().StartsWith('#'))), @"\\\n\s*", " ")
            .Split('\n');
        var run = instructions.Single(instruction => instruction.StartsWith("RUN ", StringComparison.Ordinal) && instruction.Contains("dotnet publish", StringComparison.Ordinal));
        var command = Regex.Replace(run["RUN ".Length..], @"--mount=\S+\s+", "");
        return Regex.Replace(command, @"(?<![\w/])/app(?![\w-])", output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Func<string, bool> Ignore(IEnumerable<string> lines)
    {
        // Of the file's language what ours uses: names, * within a name, ** over folders. A pattern takes what lies below with it.
        var patterns = lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => new Regex(
            "^" + Regex.Escape(line).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "(/|$)")).ToList();
        return path => patterns.Any(pattern => pattern.IsMatch(path));
    }

    private void CopyAll(DirectoryInfo folder, string at)
    {
        Directory.CreateDirectory(Path.Combine(Sources, at));
        foreach (var entry in folder.EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null))
        {
            var path = at.Length == 0 ? entry.Name : $"{at}/{entry.Name}";
            if (Ignored(path))
                continue;
            if (entry is DirectoryInfo inner)
                CopyAll(inner, path);
            else
                File.Copy(entry.FullName, Path.Combine(Sources, path));
        }
    }
}
