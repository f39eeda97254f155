using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bishui.Tests.Architecture.Rules;

/// <summary>One place for every version, each exact, and MassTransit on its last free line.</summary>
public static partial class PackageRules
{
    private const string Central = "Directory.Packages.props";
    private const string MassTransit = "8.5.12";

    public static IEnumerable<string> Broken(SourceTree tree)
    {
        foreach (var project in tree.Projects)
            foreach (var reference in project.Xml.Descendants("PackageReference"))
                if (reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null)
                    yield return $"{project.Path} states a version of {(string?)reference.Attribute("Include")}";

        var versions = XDocument.Parse(tree.Text(Central)).Descendants("PackageVersion")
            .Select(v => (Id: (string)v.Attribute("Include")!, Version: (string?)v.Attribute("Version") ?? "")).ToList();
        foreach (var (id, version) in versions)
        {
            if (!Exact().IsMatch(version))
                yield return $"{id} {version} is not one exact version";
            if (id.StartsWith("MassTransit", StringComparison.Ordinal) && version != MassTransit)
                yield return $"{id} is {version}, not {MassTransit}";
        }

        foreach (var project in tree.Projects)
            foreach (var package in project.Packages.Where(p => versions.All(v => v.Id != p)))
                yield return $"{project.Path} names {package}, which {Central} does not";
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?$")]
    private static partial Regex Exact();
}
