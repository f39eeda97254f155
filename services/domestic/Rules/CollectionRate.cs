namespace Bishui.Domestic.Rules;

/// <summary>Water that reached a plant, with what was in it.</summary>
/// <param name="Volume">m³.</param>
/// <param name="Bod">Mean BOD5, mg/L, which is g/m³.</param>
public readonly record struct Influent(decimal Volume, decimal Bod)
{
    /// <summary>BOD5, g.</summary>
    public decimal Load => Volume * Bod;
}

/// <summary>The persons whose sewage is collected.</summary>
/// <param name="LoadPerDay">BOD5 that reached the plants, g/d, what was deducted left out.</param>
/// <param name="Served">Persons to whom that load belongs.</param>
public readonly record struct Collected(decimal LoadPerDay, decimal Served);

/// <summary>
/// F09 城市生活污水集中收集率, from the BOD5 load: P_served = Σ (Q × C) / q, rate = P_served / P_total × 100 %. All terms are of one period.
/// </summary>
public static class CollectionRate
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "F09/1";

    /// <summary>The population served.</summary>
    /// <param name="influents">What reached the plants over the period.</param>
    /// <param name="days">Days of the period.</param>
    /// <param name="deducted">Industrial BOD5 to leave out, g/d; the definition does not ask for it, so it is 0 by default.</param>
    /// <param name="perPersonDay">q, g of BOD5 a person and day.</param>
    public static Collected Served(IEnumerable<Influent> influents, int days, decimal deducted, decimal perPersonDay)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perPersonDay);
        var load = influents.Sum(each => each.Load) - (deducted * days);
        // One division each: a rate that is 50 % exactly must not come out a digit below.
        return new(load / days, load / (days * perPersonDay));
    }
}
