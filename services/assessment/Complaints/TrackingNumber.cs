using System.Security.Cryptography;

namespace Bishui.Assessment.Complaints;

/// <summary>
/// Tracking numbers (查询编号): whoever holds one sees how a complaint stands, so they are drawn at random (74 bits). Written in four groups
/// of letters and digits that are not mistaken for each other; the last one checks the others.
/// </summary>
internal static class TrackingNumber
{
    // A prime number of signs, so that a check by distinct weights finds every wrong sign and every two that were exchanged.
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Drawn = 15;
    private const int Group = 4;

    /// <summary>A new one, with hyphens between its groups.</summary>
    public static string New()
    {
        Span<char> signs = stackalloc char[Drawn + 1];
        var sum = 0;
        for (var i = 0; i < Drawn; i++)
        {
            var value = RandomNumberGenerator.GetInt32(Signs.Length);
            signs[i] = Signs[value];
            sum += (i + 1) * value;
        }
        signs[Drawn] = Signs[sum % Signs.Length];
        return Grouped(new(signs));
    }

    /// <summary>The number as it is kept, however it was typed; null where it is none.</summary>
    public static string? Read(string typed)
    {
        var signs = string.Concat(typed.Where(sign => sign is not ('-' or ' ' or '－' or '—'))).ToUpperInvariant();
        if (signs.Length != Drawn + 1 || signs.Any(sign => !Signs.Contains(sign, StringComparison.Ordinal))) return null;
        var sum = 0;
        for (var i = 0; i < Drawn; i++) sum += (i + 1) * Signs.IndexOf(signs[i], StringComparison.Ordinal);
        return Signs[sum % Signs.Length] == signs[Drawn] ? Grouped(signs) : null;
    }

    private static string Grouped(string signs) => string.Join('-', signs.Chunk(Group).Select(group => new string(group)));
}
