namespace Bishui.Tests.Architecture;

/// <summary>A small tree in a temporary folder, to see a rule fail on what it forbids.</summary>
public sealed class FixtureTree : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bishui-rule-").FullName;

    public FixtureTree(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(_root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    }

    public SourceTree Tree => new(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>A project file that references others by their paths and packages by their ids.</summary>
    public static string Project(string[]? references = null, string[]? packages = null) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <ItemGroup>
            {string.Concat((references ?? []).Select(r => $"<ProjectReference Include=\"{r}\" />"))}
            {string.Concat((packages ?? []).Select(p => $"<PackageReference Include=\"{p}\" />"))}
          </ItemGroup>
        </Project>
        """;
}
