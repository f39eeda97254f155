using System.Buffers;
using System.Text.Json;
using Bishui.Features.Readings;
using Bishui.Hosting.Json;
using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Judgements;

/// <summary>Classifies lines of NDJSON one by one, by the rule of the national automatic stations.</summary>
internal sealed class RowJudge(ParameterCatalogue parameters, Standard surfaceWater)
{
    private readonly HashSet<string> _keys = [.. parameters.All.Select(parameter => parameter.Key)];
    private readonly SectionTable _river = SectionTable.Prepare(surfaceWater, WaterBody.River);
    private readonly SectionTable _lake = SectionTable.Prepare(surfaceWater, WaterBody.LakeReservoir);

    /// <summary>The row of a line; a faulty line costs itself.</summary>
    public JudgedRow Judge(in ReadOnlySequence<byte> line)
    {
        SentRow? row;
        try
        {
            var reader = new Utf8JsonReader(line);
            row = JsonSerializer.Deserialize<SentRow>(ref reader, JsonDefaults.Options);
            reader.Read(); // throws when anything follows
        }
        catch (JsonException unfit)
        {
            return Unreadable(line, unfit);
        }

        return row is null ? Fault(null, "broken-json", "此行不是 JSON 对象", "this line is no JSON object")
            : row.Id is { ValueKind: not (JsonValueKind.String or JsonValueKind.Number) }
                ? Fault(null, "bad-id", "id 应为文本或数字", "id must be a string or a number")
            : Judge(row);
    }

    /// <summary>The line that stands for one that was not judged.</summary>
    public static JudgedRow Fault(JsonElement? id, string code, string zh, string en) => new() { Id = id, Error = new(code, $"{zh} / {en}") };

    private JudgedRow Judge(SentRow row)
    {
        var table = row.WaterBody == WaterBody.River.Key() ? _river : row.WaterBody == WaterBody.LakeReservoir.Key() ? _lake : null;
        if (table is null)
            return Fault(row.Id, "unknown-water-body", "waterBody 应为 river 或 lake-reservoir", "waterBody must be river or lake-reservoir");
        if (row.Values is null)
            return Fault(row.Id, "missing-field", "缺少 values", "values is missing");

        var values = new Dictionary<string, decimal>(row.Values.Count, StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var (key, sent) in row.Values)
        {
            if (sent is not { } value)
                continue;
            if (!_keys.Contains(key))
                unknown.Add(key);
            else if (table.Counts(key) && (value < 0m || (key == "ph" && value > 14m)))
                return Fault(row.Id, "impossible-value", $"{key} 不可能为 {value}", $"{key} cannot be {value}");
            else
                values[key] = value;
        }

        var section = table.Classify(values, required: SectionClassifier.RequiredOfAutomaticStations);
        return new()
        {
            Id = row.Id,
            Class = section.Class?.Symbol(),
            Deciding = section.Deciding,
            Main = [.. section.Main.Select(main => new MainPollutantView(main.Parameter, main.Multiple))],
            Detail = DetailOf(section.Missing, unknown),
        };
    }

    private static string? DetailOf(IReadOnlyList<string> missing, List<string> unknown)
    {
        var (none, ignored) = (string.Join(", ", missing), string.Join(", ", unknown));
        return (none.Length, ignored.Length) switch
        {
            (0, 0) => null,
            (_, 0) => $"缺少 {none}，不评价类别 / no class without {none}",
            (0, _) => $"未知指标，未参评：{ignored} / unknown keys, left out: {ignored}",
            _ => $"缺少 {none}，不评价类别；未知指标，未参评：{ignored} / no class without {none}; unknown keys, left out: {ignored}",
        };
    }

    /// <summary>The id is worth finding: with it the sender finds the line.</summary>
    private static JudgedRow Unreadable(in ReadOnlySequence<byte> line, JsonException unfit)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement? id = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("id", out var sent) && sent.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? sent.Clone() : null;
            return Fault(id, "wrong-type", $"{unfit.Path} 的类型不对", $"{unfit.Path} is not of the type it should be");
        }
        catch (JsonException)
        {
            return Fault(null, "broken-json", "此行不是完整的 JSON 对象", "this line is not one whole JSON object");
        }
    }
}
