using Bishui.Domestic.Sludge;
using Bishui.Features.RuleFiles;

namespace Bishui.Domestic.Rules;

/// <summary>A figure that the plan does not print.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit of measure; d are civil days.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Confidence">verified, recalled, or choice where it is the platform's own.</param>
public sealed record RuleFigure(decimal Value, string Unit, string Source, string Confidence);

/// <summary>The ways of disposal that count as safe (无害化).</summary>
/// <param name="Values">The methods.</param>
/// <param name="Source">Where they are listed.</param>
/// <param name="Confidence">verified, recalled, or choice where it is the platform's own.</param>
public sealed record SafeMethods(IReadOnlyList<DisposalMethod> Values, string Source, string Confidence);

/// <summary>The figures of <c>Data/domestic-rules.json</c>, each with its source.</summary>
public sealed record DomesticRules
{
    private static readonly Lazy<DomesticRules> Built = new(() => RuleFile.Read<DomesticRules>("domestic-rules.json"));

    /// <summary>The rules as they are built in.</summary>
    public static DomesticRules Carried => Built.Value;

    /// <summary>What the figures are for.</summary>
    public required string Title { get; init; }

    /// <summary>BOD5 that a person gives off a day (q of F09).</summary>
    public required RuleFigure BodPerPersonDay { get; init; }

    /// <summary>Days after a month's end within which its report has to be in.</summary>
    public required RuleFigure ReportDays { get; init; }

    /// <summary>Days within which sludge that left has to arrive.</summary>
    public required RuleFigure ArrivalDays { get; init; }

    /// <summary>Days within which sludge that arrived has to be disposed of.</summary>
    public required RuleFigure DisposalDays { get; init; }

    /// <summary>By how much what was received may differ from what was sent.</summary>
    public required RuleFigure AmountTolerance { get; init; }

    /// <summary>By how much a plant's books of a month may be out.</summary>
    public required RuleFigure BalanceTolerance { get; init; }

    /// <summary>Dewatered sludge holds less water than this.</summary>
    public required RuleFigure DewateredWater { get; init; }

    /// <summary>The ways of disposal that count as safe.</summary>
    public required SafeMethods SafeMethods { get; init; }
}
