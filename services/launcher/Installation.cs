namespace Bishui.Launcher;

/// <summary>Where the project and its built programs are: found from this program's own place.</summary>
public sealed class Installation
{
    private Installation(string root, string programs, string configuration)
    {
        Root = root;
        _programs = programs;
        _configuration = configuration;
    }

    private readonly string _programs;
    private readonly string _configuration;

    /// <summary>The folder that ./start stands in.</summary>
    public string Root { get; }

    /// <exception cref="InvalidOperationException">This program is not in a built project tree.</exception>
    public static Installation Find()
    {
        // <root>/.artifacts/bin/<project>/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = here;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Bishui.slnx")))
            root = root.Parent;
        return root is not null && here.Parent?.Parent is { } programs
            ? new Installation(root.FullName, programs.FullName, here.Name)
            : throw new InvalidOperationException($"{here.FullName} is not in a built project tree.");
    }

    /// <summary>The built program of a part, built as this one was.</summary>
    /// <exception cref="InvalidOperationException">It has not been built.</exception>
    public string Program(Part part)
    {
        var file = Path.Combine(_programs, part.Project, _configuration, part.Project + ".dll");
        return File.Exists(file) ? file : throw new InvalidOperationException($"尚未编译 / not built: {file}");
    }
}
