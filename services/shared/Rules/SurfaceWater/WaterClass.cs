namespace Bishui.Rules.SurfaceWater;

/// <summary>Class of surface water (水质类别); a higher value is worse.</summary>
public enum WaterClass
{
    /// <summary>Ⅰ</summary>
    I = 1,

    /// <summary>Ⅱ</summary>
    II = 2,

    /// <summary>Ⅲ</summary>
    III = 3,

    /// <summary>Ⅳ</summary>
    IV = 4,

    /// <summary>Ⅴ</summary>
    V = 5,

    /// <summary>劣Ⅴ</summary>
    InferiorV = 6,
}

/// <summary>Kind of surface water; it decides the limits of total phosphorus and total nitrogen.</summary>
public enum WaterBody
{
    /// <summary>River (河流).</summary>
    River,

    /// <summary>Lake or reservoir (湖、库).</summary>
    LakeReservoir,
}

/// <summary>How classes and kinds of water are written.</summary>
public static class WaterClasses
{
    private static readonly string[] Symbols = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"];
    private static readonly string[] Keys = ["I", "II", "III", "IV", "V", "inferior-V"];

    /// <summary>Ⅰ to 劣Ⅴ.</summary>
    public static string Symbol(this WaterClass waterClass) => Symbols[(int)waterClass - 1];

    /// <summary>I to inferior-V, the grade keys of GB 3838.</summary>
    public static string Key(this WaterClass waterClass) => Keys[(int)waterClass - 1];

    /// <summary>The value of the condition <c>water_body</c>.</summary>
    public static string Key(this WaterBody body) => body == WaterBody.River ? "river" : "lake-reservoir";

    /// <summary>Reads a symbol or key, with or without 类; null when it is neither.</summary>
    public static WaterClass? Find(string text)
    {
        var name = text.Trim().TrimEnd('类');
        var index = Array.IndexOf(Symbols, name);
        if (index < 0)
            index = Array.FindIndex(Keys, key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (WaterClass)(index + 1);
    }

    /// <summary>Reads a symbol or key, with or without 类.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static WaterClass Parse(string text) => Find(text) ?? throw new FormatException($"'{text}' is no water class.");
}
