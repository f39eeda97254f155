using System.Text.RegularExpressions;

namespace Bishui.Tests.Architecture.Rules;

/// <summary>What the text of the tree may not say.</summary>
public static partial class TextRules
{
    // Written in two halves so that this file does not break its own rule.
    private static readonly Regex MachinePath = new(@"(?<![A-Za-z0-9_./~-])/(" + "work|root|" + "home/[a-z]+)/", RegexOptions.CultureInvariant);
    private static readonly Regex PackageHost = new("https?://(registry|api|deb|packages)" + @"\.[a-z]+\.org", RegexOptions.CultureInvariant);

    private static readonly string[] TopLevel =
        ["services", "gateway", "contracts", "tests", "k8s", "docker-compose.yml", "README.md", "start", "test", "global.json", "BannedSymbols.txt", "LICENSE", "CHANGELOG.md"];

    /// <summary>Files and folders at the top that have no place there.</summary>
    public static IEnumerable<string> OutOfPlace(SourceTree tree) =>
        tree.Files.Select(f => f.Split('/')[0]).Distinct().Where(name =>
            !name.StartsWith('.') && !TopLevel.Contains(name) && !TopLevelPattern().IsMatch(name));

    /// <summary>Places that point out of the tree: a relative path above its root, a folder of one machine, a package host.</summary>
    public static IEnumerable<string> PointsOutside(SourceTree tree)
    {
        foreach (var file in tree.Files.Where(f => !IsBinary(f)))
        {
            var text = tree.Text(file);
            foreach (Match up in UpwardPath().Matches(text))
            {
                var target = Path.GetFullPath(Path.Combine(tree.Root, Path.GetDirectoryName(file) ?? "", up.Value));
                if (!target.StartsWith(tree.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                    yield return $"{file}: {up.Value}";
            }

            foreach (Match match in MachinePath.Matches(text).Concat(PackageHost.Matches(text)))
                yield return $"{file}: {match.Value}";
        }
    }

    /// <summary>Code in services/shared that knows a category by name; comments may name one as an example.</summary>
    public static IEnumerable<string> CategoryNamesInShared(SourceTree tree, IEnumerable<string> categories)
    {
        var names = categories.Select(c => (Name: c, Identifier: string.Concat(c.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..])))).ToList();
        foreach (var file in tree.Files.Where(f => f.StartsWith("services/shared/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var code = Comment().Replace(tree.Text(file), m => m.Value.StartsWith('/') ? "" : m.Value);
            foreach (var (name, identifier) in names)
                if (code.Contains($"\"{name}\"", StringComparison.Ordinal) || Regex.IsMatch(code, $@"(?<!\w)Bishui\.{identifier}(?!\w)|(?<![\w.""]){identifier}Category(?!\w)"))
                    yield return $"{file} names the category {name}";
        }
    }

    /// <summary>Routes of registers that a service maps by itself: what a register gives follows from its declaration.</summary>
    public static IEnumerable<string> RegisterRoutesOutsideShared(SourceTree tree) =>
        from file in tree.Files
        where file.StartsWith("services/", StringComparison.Ordinal) && !file.StartsWith("services/shared/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
        where RegisterRoute().IsMatch(Comment().Replace(tree.Text(file), m => m.Value.StartsWith('/') ? "" : m.Value))
        select $"{file} maps a route under /registers";

    private static bool IsBinary(string file) =>
        Path.GetExtension(file) is ".png" or ".ico" or ".woff2" or ".xlsx" or ".gz" or ".jpg" or ".db";

    // A string literal is kept whole, so that // inside one is no comment.
    [GeneratedRegex("""\"(?:[^\"\\\n]|\\.)*\"|//[^\n]*|/\*.*?\*/""", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bMap(Get|Post|Put|Patch|Delete|Methods|Group)?\s*\(\s*[$@]*""[^""\n]*\bregisters\b")]
    private static partial Regex RegisterRoute();

    [GeneratedRegex(@"(?<![\w./])(\.\./)+shared(/[\w./-]*)?")]
    private static partial Regex UpwardPath();

    [GeneratedRegex(@"^([A-Za-z.]+\.slnx|Directory\.[A-Za-z]+\.(props|targets))$")]
    private static partial Regex TopLevelPattern();
}
