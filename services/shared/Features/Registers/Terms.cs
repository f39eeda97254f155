using System.Reflection;

namespace Bishui.Features.Registers;

/// <summary>The terms of enumerations, for texts.</summary>
public static class Terms
{
    /// <summary>The Chinese term of a member.</summary>
    public static string Zh<T>(T value) where T : struct, Enum => Of(value).Zh;

    /// <summary>The English term of a member.</summary>
    public static string En<T>(T value) where T : struct, Enum => Of(value).En;

    private static TermAttribute Of<T>(T value) where T : struct, Enum =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<TermAttribute>() ?? throw new InvalidOperationException($"{value} has no [Term].");
}
