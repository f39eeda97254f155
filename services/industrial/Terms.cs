using System.Reflection;
using Bishui.Features.Registers;

namespace Bishui.Industrial;

/// <summary>The terms of enumerations, for texts.</summary>
internal static class Terms
{
    public static string Zh<T>(T value) where T : struct, Enum => Of(value).Zh;

    public static string En<T>(T value) where T : struct, Enum => Of(value).En;

    private static TermAttribute Of<T>(T value) where T : struct, Enum => typeof(T).GetField(value.ToString())!.GetCustomAttribute<TermAttribute>()!;
}
