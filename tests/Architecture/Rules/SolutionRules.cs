using System.Xml.Linq;

namespace Bishui.Tests.Architecture.Rules;

/// <summary>The solution holds every project, and nothing that is not there.</summary>
public static class SolutionRules
{
    public static IEnumerable<string> Broken(SourceTree tree)
    {
        var listed = XDocument.Parse(tree.Text("Bishui.slnx")).Descendants("Project").Select(p => (string)p.Attribute("Path")!).ToHashSet();
        return tree.Projects.Where(p => !listed.Contains(p.Path)).Select(p => $"{p.Path} is not in the solution")
            .Concat(listed.Where(l => !tree.Has(l)).Select(l => $"the solution names {l}, which is not there"));
    }
}
