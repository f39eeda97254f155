using System.Reflection;
using System.Text.Json;

namespace Bishui.Assessment.Common;

/// <summary>The data files that are built into the service.</summary>
internal static class DataFiles
{
    /// <summary>The text of a file under Data, for example <c>plans/liunan-2021.json</c>.</summary>
    public static string Text(string path)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Data/{path}")
            ?? throw new DataFileException(path, ["there is no such data file"]);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Parses a file; what is missing, misspelt or of the wrong type is a <see cref="DataFileException"/> with its place.</summary>
    public static T Parse<T>(string path, string text, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, options) ?? throw new DataFileException(path, ["the file is null"]);
        }
        catch (JsonException broken)
        {
            throw new DataFileException(path, [Place(broken)]);
        }
    }

    /// <summary>What is wrong and where; some of the reader's messages leave the place out.</summary>
    public static string Place(JsonException broken) =>
        broken.Message.Contains("Path:", StringComparison.Ordinal) ? broken.Message : $"{broken.Message} Path: {broken.Path} | LineNumber: {broken.LineNumber}.";
}

/// <summary>A data file is wrong; the message lists every fault that was found.</summary>
internal sealed class DataFileException(string path, IReadOnlyList<string> faults)
    : Exception(string.Join(Environment.NewLine, faults.Select(fault => $"{path}: {fault}")))
{
    public string Path { get; } = path;

    public IReadOnlyList<string> Faults { get; } = faults;
}
