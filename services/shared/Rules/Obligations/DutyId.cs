using System.Globalization;
using System.Text;

namespace Bishui.Rules.Obligations;

/// <summary>Joins what a duty follows from into one id that needs no escaping in an address and that no other parts can give.</summary>
internal static class DutyId
{
    private const string Absent = "_";

    public static string Of(string plan, string rule, string? subject, string? basis, string? unit) =>
        string.Join('.', Part(plan), Part(rule), Part(subject), Part(basis), Part(unit));

    // Letters, digits and hyphens stand for themselves, every other byte as _ and two digits; so a lone _ cannot be a part, nor a dot be in one.
    private static string Part(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Absent;
        var part = new StringBuilder(text.Length);
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)one) || one == '-')
                part.Append((char)one);
            else
                part.Append(CultureInfo.InvariantCulture, $"_{one:X2}");
        }

        return part.ToString();
    }
}
