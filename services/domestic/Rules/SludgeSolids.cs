namespace Bishui.Domestic.Rules;

/// <summary>
/// F12 污泥无害化处置率: safely disposed of / produced × 100 %, both as dry solids; dry = wet × (1 − water content). And the books that have to agree.
/// </summary>
public static class SludgeSolids
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "F12/1";

    /// <summary>Dry solids, t.</summary>
    /// <param name="wet">Wet weight, t.</param>
    /// <param name="water">Water content, %.</param>
    public static decimal Dry(decimal wet, decimal water) => wet * (100 - water) / 100;

    /// <summary>What a plant's books of a month leave unexplained, dry t: stock before + produced − sent − stock after. Above zero something is missing.</summary>
    public static decimal Balance(decimal stockBefore, decimal produced, decimal sent, decimal stockAfter) => stockBefore + produced - sent - stockAfter;

    /// <summary>Whether two amounts differ by more than a share of the first, %; a difference of just that share is none.</summary>
    public static bool Differs(decimal sent, decimal received, decimal tolerance) => Math.Abs(received - sent) * 100 > Math.Abs(sent) * tolerance;
}
