using System.Text.Json;
using System.Text.Json.Serialization;
using Bishui.Assessment.Common;

namespace Bishui.Assessment.Plan;

/// <summary>Reads the plans that are shipped with the service.</summary>
internal static class PlanFiles
{
    public const string Shipped = "liunan-2021";

    private static readonly JsonSerializerOptions Printed = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
    };

    private static readonly JsonSerializerOptions Read = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>The plan of this name, validated; <see cref="DataFileException"/> names every fault with its task and field.</summary>
    public static PlanDocument Load(string name, DateTimeOffset adoptedAt)
    {
        var (printed, reading) = (Transcription(name), Reading(name));
        return PlanBuilder.Build(printed, reading, adoptedAt, Duties(name));
    }

    public static PlanTranscription Transcription(string name) => ParseTranscription($"plans/{name}.json", DataFiles.Text($"plans/{name}.json"));

    public static PlanReading Reading(string name) => ParseReading($"plans/{name}.reading.json", DataFiles.Text($"plans/{name}.reading.json"));

    public static PlanTranscription ParseTranscription(string path, string text) => DataFiles.Parse<PlanTranscription>(path, text, Printed);

    public static DutiesReading Duties(string name) => ParseDuties($"plans/{name}.duties.json", DataFiles.Text($"plans/{name}.duties.json"));

    public static DutiesReading ParseDuties(string path, string text) => DataFiles.Parse<DutiesReading>(path, text, Read);

    public static PlanReading ParseReading(string path, string text) => DataFiles.Parse<PlanReading>(path, text, Read);
}
