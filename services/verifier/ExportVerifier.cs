using System.Text.Json;
using Bishui.Rules.Ledgers;

namespace Bishui.Verifier;

/// <summary>
/// Checks an exported ledger without the platform: <c>ledger.jsonl [--roots roots.json]</c>. The roots are what the assessment, or anybody
/// else, kept of the ledger's end day by day; without them a ledger that was cut short or rewritten as a whole cannot be told from a good one.
/// </summary>
public static class ExportVerifier
{
    /// <summary>The ledger holds.</summary>
    public const int Good = 0;

    /// <summary>It does not; the first place that does not is named.</summary>
    public const int Broken = 1;

    /// <summary>It was called wrongly, or a file cannot be read.</summary>
    public const int Misused = 2;

    /// <summary>Runs the check.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter errors)
    {
        if (args is not ([_] or [_, "--roots", _]))
        {
            errors.WriteLine("""
                用法 / usage: verifier <ledger.jsonl> [--roots <roots.json>]
                  ledger.jsonl  GET /api/{service}/ledger/export 的内容 / as exported
                  roots.json    GET /api/assessment/ledger-roots?service={service} 的内容 / the roots kept by the assessment
                """);
            return Misused;
        }
        try
        {
            var roots = args.Count == 3 ? ReadRoots(args[2]) : [];
            return Check(args[0], roots, output);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            errors.WriteLine($"无法读取 / cannot be read: {unreadable.Message}");
            return Misused;
        }
    }

    private static int Check(string export, List<ChainRoot> roots, TextWriter output)
    {
        var check = new ChainCheck(roots);
        ChainBreak? broken = null;
        foreach (var line in File.ReadLines(export))
            if ((broken = check.Next(line)) is not null) break;
        broken ??= check.End();

        if (broken is null)
        {
            output.WriteLine($"完好 / holds: {check.Sequence} 条 / entries, {check.RootsMatched} 个链根 / roots, hash {check.Hash}");
            if (roots.Count == 0) output.WriteLine("未提供链根：无法发现截尾或整本重写 / no roots given: a lost end or a rewrite as a whole would not show");
            return Good;
        }
        output.WriteLine($"""
            不符 / broken: 第 {broken.Line} 行 / line {broken.Line}, 序号 / sequence {broken.Sequence}, id {broken.Id ?? "?"}
            {broken.Fault}: {broken.Detail}
            此前 {check.Sequence} 条完好 / the {check.Sequence} entries before it hold
            """);
        return Broken;
    }

    /// <summary>An array of roots, or an answer that holds one as <c>items</c>.</summary>
    private static List<ChainRoot> ReadRoots(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var list = document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty("items", out var items)
            ? items
            : document.RootElement;
        if (list.ValueKind is not JsonValueKind.Array) throw new FormatException($"{path} holds no list of roots");
        return [.. list.EnumerateArray().Select((root, i) =>
            root.ValueKind is JsonValueKind.Object
            && root.TryGetProperty("sequence", out var sequence) && sequence.TryGetInt64(out var place)
            && root.TryGetProperty("hash", out var hash) && hash.GetString() is { } text
                ? new ChainRoot(place, text)
                : throw new FormatException($"{path}: root {i} has no sequence or no hash"))];
    }
}
