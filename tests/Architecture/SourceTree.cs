using System.Xml.Linq;

namespace Bishui.Tests.Architecture;

/// <summary>A project as its file states it.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="References">Paths from the root of the projects it compiles against; build-order-only references are none.</param>
/// <param name="Packages">Ids of the packages it names.</param>
public sealed record SourceProject(string Path, IReadOnlyList<string> References, IReadOnlyList<string> Packages, XDocument Xml)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>From the root, without a slash at the end.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');
}

/// <summary>A project tree as it lies on disk: this one, or a small one that a test makes to see a rule fail.</summary>
public sealed class SourceTree
{
    private static readonly HashSet<string> NotSource = [".git", ".artifacts", ".data", ".vs", ".idea", "bin", "obj", "node_modules", "TestResults"];

    public SourceTree(string root)
    {
        Root = System.IO.Path.GetFullPath(root);
        Files = [.. Walk(new DirectoryInfo(Root)).Order(StringComparer.Ordinal)];
        Projects = [.. Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).Select(Load)];
    }

    public string Root { get; }

    /// <summary>Every source file, from the root.</summary>
    public IReadOnlyList<string> Files { get; }

    public IReadOnlyList<SourceProject> Projects { get; }

    /// <summary>Folders under services/ that are a service of their own.</summary>
    public IReadOnlyList<string> Services =>
        [.. Projects.Select(p => p.Folder.Split('/')).Where(f => f is ["services", not ("shared" or "launcher" or "verifier")]).Select(f => f[1])];

    public string Text(string path) => File.ReadAllText(System.IO.Path.Combine(Root, path));

    public bool Has(string path) => File.Exists(System.IO.Path.Combine(Root, path));

    /// <summary>This project's own tree.</summary>
    public static SourceTree Own { get; } = new(FindRoot());

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Bishui.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the project tree.");
    }

    private IEnumerable<string> Walk(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (NotSource.Contains(entry.Name))
                continue;
            if (entry is not DirectoryInfo inner)
                yield return System.IO.Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/');
            else
                foreach (var inside in Walk(inner))
                    yield return inside;
        }
    }

    private SourceProject Load(string path)
    {
        var xml = XDocument.Load(System.IO.Path.Combine(Root, path), LoadOptions.SetLineInfo);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.Combine(Root, path))!;
        return new SourceProject(
            path,
            [.. xml.Descendants("ProjectReference")
                .Where(r => (string?)r.Attribute("ReferenceOutputAssembly") != "false")
                .Select(r => System.IO.Path.GetRelativePath(Root, System.IO.Path.GetFullPath((string)r.Attribute("Include")!, folder)).Replace('\\', '/'))],
            [.. xml.Descendants("PackageReference").Select(r => (string)r.Attribute("Include")!)],
            xml);
    }
}
