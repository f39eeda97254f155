using System.Reflection;
using Bishui.Features.Registers;

namespace Bishui.Risk;

/// <summary>The terms that enumerations declare, for texts.</summary>
internal static class Terms
{
    public static string Zh<T>(T value) where T : struct, Enum => TermOf(value).Zh;

    public static string En<T>(T value) where T : struct, Enum => TermOf(value).En;

    private static TermAttribute TermOf<T>(T value) where T : struct, Enum =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<TermAttribute>() ?? throw new InvalidOperationException($"{value} has no term.");
}
