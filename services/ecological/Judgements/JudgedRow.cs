using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Features.Readings;

namespace Bishui.Ecological.Judgements;

/// <summary>One sample to classify, as one line of NDJSON.</summary>
public sealed record SentRow
{
    /// <summary>The sender's own mark, a string or a number; comes back as it was sent.</summary>
    public JsonElement? Id { get; init; }

    /// <summary>river or lake-reservoir: which total-phosphorus limits apply.</summary>
    public string? WaterBody { get; init; }

    /// <summary>Values by parameter key, each in the parameter's canonical unit; null stands for not measured.</summary>
    public IReadOnlyDictionary<string, decimal?>? Values { get; init; }
}

/// <summary>The class of one row, as one line of NDJSON.</summary>
public sealed record JudgedRow
{
    /// <summary>As it was sent; null where the line shows none.</summary>
    public JsonElement? Id { get; init; }

    /// <summary>Ⅰ to 劣Ⅴ; null where too little was given to say, or the line was faulty.</summary>
    public string? Class { get; init; }

    /// <summary>Keys of the parameters that have the class.</summary>
    public IReadOnlyList<string> Deciding { get; init; } = [];

    /// <summary>At most three main pollutants; empty unless the class is Ⅳ or worse.</summary>
    public IReadOnlyList<MainPollutantView> Main { get; init; } = [];

    /// <summary>Why there is no class, and which keys are not known and were left out, in Chinese and English; null where there is nothing to say.</summary>
    public string? Detail { get; init; }

    /// <summary>What is wrong with the line; absent where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowFault? Error { get; init; }
}

/// <summary>Why a line was not judged.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Detail">In Chinese and English.</param>
public sealed record RowFault(string Code, string Detail);
