using System.Collections.Frozen;

namespace Bishui.Rules.Measures;

/// <summary>
/// Units of measured values. Only units of one quantity convert into each other, by exact powers of ten; everything else is
/// refused, because a wrong factor of a thousand (µg/L read as mg/L) is the classic error of this field.
/// </summary>
/// <remarks>
/// Counts of organisms form one quantity whether they are called count, MPN or CFU: GB 5749 prints "MPN/100mL 或 CFU/100mL" for
/// the same limit, and GB 3838 counts in 个/L what HJ 347 measures as MPN/L or CFU/L. Colour stays apart by method: a platinum-cobalt unit,
/// a dilution multiple and an unnamed colour degree do not convert.
/// </remarks>
public static class Units
{
    private sealed record Unit(string Quantity, decimal Factor);

    private static readonly FrozenDictionary<string, Unit> Known = Define(
        ("mass concentration", 1m, ["mg/L", "g/m3", "g/m³", "毫克/升"]),
        ("mass concentration", 1000m, ["g/L", "kg/m3", "kg/m³", "克/升"]),
        ("mass concentration", 0.001m, ["µg/L", "μg/L", "ug/L", "mg/m3", "mg/m³", "微克/升"]),
        ("mass concentration", 0.000001m, ["ng/L", "纳克/升"]),
        ("conductivity", 1m, ["µS/cm", "μS/cm", "uS/cm"]),
        ("conductivity", 10m, ["mS/m"]),
        ("conductivity", 1000m, ["mS/cm"]),
        ("conductivity", 10000m, ["S/m"]),
        ("count", 1m, ["count/L", "MPN/L", "CFU/L", "个/L", "个/升"]),
        ("count", 10m, ["count/100mL", "MPN/100mL", "CFU/100mL", "个/100mL"]),
        ("count", 1000m, ["count/mL", "MPN/mL", "CFU/mL", "个/mL"]),
        ("activity", 1m, ["Bq/L"]),
        ("activity", 0.001m, ["mBq/L"]),
        ("temperature", 1m, ["°C", "℃"]),
        ("turbidity", 1m, ["NTU"]),
        ("acidity", 1m, ["dimensionless", "", "无量纲"]),
        ("share", 1m, ["ratio"]),
        ("share", 0.01m, ["%"]),
        ("share", 0.001m, ["‰"]),
        ("length", 1m, ["cm"]),
        ("length", 0.1m, ["mm"]),
        ("length", 100m, ["m"]),
        ("potential", 1m, ["mV"]),
        ("potential", 1000m, ["V"]),
        ("platinum-cobalt colour", 1m, ["Pt-Co unit"]),
        ("colour by dilution", 1m, ["dilution multiple"]),
        ("colour degree, method unnamed", 1m, ["colour degree"]),
        ("flow", 1m, ["L/s"]),
        ("flow", 1000m, ["m3/s", "m³/s"]),
        ("time", 1m, ["year"]),
        ("words", 1m, ["text"]));

    /// <summary>Whether the unit is one that can be judged at all; letter case does not matter.</summary>
    public static bool IsKnown(string unit) => Known.ContainsKey(unit);

    /// <summary>
    /// Converts a value. False, with a result of zero, where a unit is not known, the two are of different quantities, or the result is too large
    /// or too small for a decimal to hold.
    /// </summary>
    public static bool TryConvert(decimal value, string from, string to, out decimal result)
    {
        result = 0m;
        if (!Known.TryGetValue(from, out var source) || !Known.TryGetValue(to, out var target) || source.Quantity != target.Quantity)
            return false;
        if (source.Factor == target.Factor)
        {
            result = value;
            return true;
        }

        try
        {
            result = value * (source.Factor / target.Factor);
        }
        catch (OverflowException)
        {
            return false;
        }

        return result != 0m || value == 0m;
    }

    private static FrozenDictionary<string, Unit> Define(params ReadOnlySpan<(string Quantity, decimal Factor, string[] Names)> units)
    {
        var known = new Dictionary<string, Unit>(StringComparer.OrdinalIgnoreCase);
        foreach (var (quantity, factor, names) in units)
        {
            var unit = new Unit(quantity, factor);
            foreach (var name in names)
                known[name] = unit;
        }

        return known.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
