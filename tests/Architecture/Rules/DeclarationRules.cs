using System.Text.RegularExpressions;

namespace Bishui.Tests.Architecture.Rules;

/// <summary>Where registers, indicators and findings may be declared.</summary>
public static partial class DeclarationRules
{
    /// <summary>
    /// Declarations that stand outside the folder of a category: what all services run makes lists, workbooks and
    /// figures of them and knows none itself.
    /// </summary>
    public static IEnumerable<string> OutOfPlace(SourceTree tree, IReadOnlyCollection<string> categories) =>
        tree.Files
            .Where(file => file.StartsWith("services/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !categories.Contains(file.Split('/')[1]))
            .SelectMany(file => Declaration().Matches(tree.Text(file)).Select(match => $"{file}: {match.Value}"));

    [GeneratedRegex(@"^\s*\[Register\(|(?<![\w.])new (Indicator|FindingRule)\s*(?=[({])|(Indicator|FindingRule)\s+\w+\s*=\s*new\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
