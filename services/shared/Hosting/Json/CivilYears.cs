namespace Bishui.Hosting.Json;

/// <summary>The years of which a request may speak. Terms are counted from and to its days, so there must be years on both sides.</summary>
public static class CivilYears
{
    /// <summary>The first.</summary>
    public const int First = 1900;

    /// <summary>The last.</summary>
    public const int Last = 2199;

    /// <summary>Whether a year is one of them.</summary>
    public static bool Hold(int year) => year is >= First and <= Last;
}
