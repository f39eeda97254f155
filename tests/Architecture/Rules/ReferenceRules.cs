namespace Bishui.Tests.Architecture.Rules;

/// <summary>Which project may reference which: one way, from what is particular to what is common.</summary>
public static class ReferenceRules
{
    private const string Shared = "services/shared/";

    /// <summary>Folders that a project in this folder may reference directly; null where the rules do not speak of it (tests).</summary>
    public static IReadOnlySet<string>? Allowed(string folder) => folder.Split('/') switch
    {
        ["contracts"] or ["services", "shared", "Rules"] or ["services", "shared", "Storage"] => Set(),
        // It drops an installation's databases; what is in them it never reads.
        ["services", "launcher"] => Set(Shared + "Storage"),
        ["services", "shared", "Standards"] or ["services", "verifier"] => Set(Shared + "Rules"),
        ["services", "shared", "Hosting"] => Set(Shared + "Storage", "contracts"),
        ["services", "shared", "Features"] => Set(Shared + "Rules", Shared + "Standards", Shared + "Storage", Shared + "Hosting", "contracts"),
        ["services", "assessment"] => Set(Shared + "Features", Shared + "Rules", Shared + "Standards", Shared + "Storage", Shared + "Hosting", "contracts"),
        ["services", not "shared"] => Set(Shared + "Features"),
        ["gateway", ..] => Set(Shared + "Hosting", "contracts"),
        ["tests", ..] => null,
        _ => Set(),
    };

    /// <summary>Folders whose code may show in a project's compiled code: what it references, and what that references.</summary>
    public static IReadOnlySet<string> Reachable(string folder)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(Allowed(folder) ?? Set());
        while (open.TryDequeue(out var next))
            if (reached.Add(next))
                foreach (var further in Allowed(next) ?? Set())
                    open.Enqueue(further);
        return reached;
    }

    /// <summary>References that project files state and the rules do not allow.</summary>
    public static IEnumerable<string> Broken(SourceTree tree) =>
        from project in tree.Projects
        let allowed = Allowed(project.Folder)
        where allowed is not null
        from reference in project.References
        where !allowed.Contains(Path.GetDirectoryName(reference)!.Replace('\\', '/'))
        select $"{project.Path} references {reference}";

    /// <summary>Projects of the product under tests/, or tests under the product: neither may reference a test.</summary>
    public static IEnumerable<string> TestsReferenced(SourceTree tree) =>
        from project in tree.Projects
        where !project.Folder.StartsWith("tests/", StringComparison.Ordinal)
        from reference in project.References
        where reference.StartsWith("tests/", StringComparison.Ordinal)
        select $"{project.Path} references the test project {reference}";

    private static HashSet<string> Set(params string[] folders) => [.. folders];
}
