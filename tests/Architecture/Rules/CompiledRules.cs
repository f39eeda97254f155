using Mono.Cecil;
using NetArchTest.Rules;

namespace Bishui.Tests.Architecture.Rules;

/// <summary>What the compiled code depends on, whatever the project files say.</summary>
public static class CompiledRules
{
    /// <summary>Names of the assemblies that an assembly's code uses.</summary>
    public static IReadOnlyList<string> Uses(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return [.. module.AssemblyReferences.Select(r => r.Name).Order()];
    }

    /// <summary>Full names of an assembly's own types.</summary>
    public static IReadOnlyList<string> TypesOf(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return [.. module.Types.Select(type => type.FullName)];
    }

    /// <summary>Assemblies used that do not come with .NET's base library.</summary>
    public static IEnumerable<string> Beyond(string assembly, params string[] allowed) =>
        Uses(assembly).Where(u => u != "System" && !u.StartsWith("System.", StringComparison.Ordinal) && !allowed.Contains(u));

    /// <summary>Our own assemblies that a project's code uses although nothing it may reference leads there.</summary>
    public static IEnumerable<string> Unreachable(SourceTree tree, SourceProject project, string assembly)
    {
        var reachable = ReferenceRules.Reachable(project.Folder);
        return from use in Uses(assembly)
               let used = tree.Projects.SingleOrDefault(p => p.Name == use)
               where used is not null && !reachable.Contains(used.Folder)
               select $"{project.Name} uses {use}";
    }

    /// <summary>Types in the given namespaces that depend on something in the forbidden ones.</summary>
    public static IEnumerable<string> Dependent(string assembly, Func<string, bool> inNamespace, params string[] forbidden)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var namespaces = module.GetTypes().Select(t => t.Namespace).Where(n => n.Length > 0).Distinct().Where(inNamespace).ToList();
        return [.. namespaces.SelectMany(n =>
            Types.FromFile(assembly).That().ResideInNamespace(n).ShouldNot().HaveDependencyOnAny(forbidden).GetResult().FailingTypeNames ?? []).Distinct()];
    }
}
