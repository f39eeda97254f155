using Bishui.Rules.Standards;
using Bishui.Rules.SurfaceWater;
using Bishui.Standards;

namespace Bishui.Tests.Unit.Rules;

/// <summary>What most tests of the rules start from.</summary>
internal static class Given
{
    public static readonly IReadOnlyDictionary<string, string> NoConditions = new Dictionary<string, string>();
    public static readonly IReadOnlyDictionary<string, string> River = Conditions(("water_body", "river"));
    public static readonly DateOnly Day = new(2021, 11, 1);

    public static StandardLibrary Library => StandardFiles.Load();

    public static Standard SurfaceWater => Library.Find("GB 3838-2002")!;

    public static IReadOnlyDictionary<string, string> Conditions(params (string Name, string Value)[] conditions) =>
        conditions.ToDictionary(one => one.Name, one => one.Value);

    public static SectionClass Section(params (string Parameter, decimal Value)[] values) => Section(null, values);

    public static SectionClass Section(WaterClass? target, params (string Parameter, decimal Value)[] values) =>
        SectionClassifier.Classify(SurfaceWater, WaterBody.River, values.ToDictionary(one => one.Parameter, one => one.Value), target);
}
