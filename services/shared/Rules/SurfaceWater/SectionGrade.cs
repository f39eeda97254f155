namespace Bishui.Rules.SurfaceWater;

/// <summary>How good the water of a section or river is, in words (水质状况); a higher value is worse.</summary>
public enum SectionGrade
{
    /// <summary>优</summary>
    Excellent,

    /// <summary>良好</summary>
    Good,

    /// <summary>轻度污染</summary>
    LightPollution,

    /// <summary>中度污染</summary>
    ModeratePollution,

    /// <summary>重度污染</summary>
    HeavyPollution,
}

/// <summary>Grades of sections by their class (断面水质定性评价).</summary>
/// <remarks>环办〔2011〕22号, table of section grades.</remarks>
public static class SectionGrades
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "section-grade/1";

    private static readonly (string Key, string Zh, string Colour)[] Said =
    [
        ("excellent", "优", "blue"), ("good", "良好", "green"), ("light-pollution", "轻度污染", "yellow"),
        ("moderate-pollution", "中度污染", "orange"), ("heavy-pollution", "重度污染", "red"),
    ];

    /// <summary>The grade of a class: the two best classes share one.</summary>
    public static SectionGrade Of(WaterClass waterClass) => waterClass is WaterClass.I ? SectionGrade.Excellent : (SectionGrade)((int)waterClass - 2);

    /// <summary>excellent to heavy-pollution.</summary>
    public static string Key(this SectionGrade grade) => Said[(int)grade].Key;

    /// <summary>优 to 重度污染.</summary>
    public static string NameZh(this SectionGrade grade) => Said[(int)grade].Zh;

    /// <summary>The colour it is drawn in: blue, green, yellow, orange or red.</summary>
    public static string Colour(this SectionGrade grade) => Said[(int)grade].Colour;
}
