using System.Text.Json;

namespace Bishui.Features.Requests;

/// <summary>Values of enumerations as they stand everywhere in the interface.</summary>
public static class Words
{
    /// <summary>The kebab-case word for a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
