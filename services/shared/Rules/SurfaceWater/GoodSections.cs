using Bishui.Rules.Statistics;

namespace Bishui.Rules.SurfaceWater;

/// <summary>The shares of sections by class (水质优良比例).</summary>
public sealed record GoodSections
{
    /// <summary>Name and version of this rule.</summary>
    public const string Rule = "good-sections/1";

    /// <summary>Class III or better, the national meaning of 优良.</summary>
    public required Share Good { get; init; }

    /// <summary>Worse than class V.</summary>
    public required Share WorseThanV { get; init; }

    /// <summary>Sections that meet their own target, of those that have one.</summary>
    public required Share MeetingTarget { get; init; }

    /// <summary>Counts sections; those without a class were not judged and take no part.</summary>
    public static GoodSections Of(IEnumerable<SectionClass> sections)
    {
        var judged = sections.Where(section => section.Class is not null).ToArray();
        return new()
        {
            Good = Share.Where(judged, section => section.Class <= WaterClass.III),
            WorseThanV = Share.Where(judged, section => section.Class == WaterClass.InferiorV),
            MeetingTarget = Share.Where([.. judged.Where(section => section.Target is not null)], section => section.Complies == true),
        };
    }
}
