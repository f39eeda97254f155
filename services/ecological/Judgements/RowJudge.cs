using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Features.Readings;
using Bishui.Hosting.Json;
using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Judgements;

/// <summary>Classifies lines of NDJSON one by one, by the rule of the national automatic stations.</summary>
internal sealed class RowJudge(ParameterCatalogue parameters, Standard surfaceWater)
{
    // A misspelt member would pass for one that was not measured, a rounded value for the one that was.
    private static readonly JsonSerializerOptions Reading = new(JsonDefaults.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new ExactDecimals() },
    };

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
            row = JsonSerializer.Deserialize<SentRow>(ref reader, Reading);
            reader.Read(); // throws when anything follows
        }
        catch (JsonException)
        {
            return Unreadable(line);
        }

        return row is null ? Fault(null, "broken-json", "此行不是 JSON 对象", "this line is no JSON object")
            : row.Id is { } id && !IsId(id) ? Fault(null, "bad-id", "id 应为文本或数字", "id must be a string or a number")
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
    private static JudgedRow Unreadable(in ReadOnlySequence<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement? id = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("id", out var sent) && IsId(sent) ? sent.Clone() : null;
            var errors = BodyReading.Errors(document.RootElement, typeof(SentRow), JsonDefaults.Options);
            return errors is not [var error, ..] ? Fault(id, "wrong-type", "此行与字段类型不符", "the line does not fit the members' types")
                : new() { Id = id, Error = new(error.Code == "unknown-member" ? error.Code : "wrong-type", error.Field is null ? error.Detail : $"{error.Field}: {error.Detail}") };
        }
        catch (JsonException broken)
        {
            var at = JsonBreak.Of(broken, line.ToArray());
            return Fault(null, "broken-json", $"此行不是完整的 JSON 对象：第 {at.Column} 个字符，{at.Zh}", $"this line is not one whole JSON object: at character {at.Column}, {at.En}");
        }
    }

    /// <summary>It comes back as it was sent, so it has to be one that can be written.</summary>
    private static bool IsId(JsonElement id)
    {
        try { return id.ValueKind == JsonValueKind.Number || (id.ValueKind == JsonValueKind.String && Texts.Fault(id.GetString()!, Texts.Address, lines: true) is null); }
        catch (InvalidOperationException) { return false; }
    }
}
