using Bishui.Features.Readings;
using Bishui.Rules.SurfaceWater;

namespace Bishui.Ecological.Evaluations;

/// <summary>A site that a figure rests on.</summary>
public sealed record EvaluatedSite
{
    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Ⅰ to 劣Ⅴ by the means of the period; null where too little was measured.</summary>
    public string? Class { get; init; }

    /// <summary>优 to 重度污染, as a key; null without a class.</summary>
    public string? Grade { get; init; }

    /// <summary>The worst class that meets its objective; null where it has none.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the class meets the target.</summary>
    public bool? Complies { get; init; }

    /// <summary>Its main pollutants.</summary>
    public required IReadOnlyList<MainPollutantView> Main { get; init; }

    /// <summary>Required parameters that were not measured, or in too few months.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Months that every required parameter has.</summary>
    public required int Months { get; init; }

    /// <summary>Months that it should have.</summary>
    public required int MonthsWanted { get; init; }

    /// <summary>How far it can be trusted.</summary>
    public required FigureState State { get; init; }

    internal static EvaluatedSite Of(SiteFigure figure) => new()
    {
        Site = figure.Site.Id,
        Name = figure.Site.Name,
        Class = figure.Class.Class?.Symbol(),
        Grade = figure.Class.Class is { } reached ? SectionGrades.Of(reached).Key() : null,
        Target = figure.Class.Target?.Symbol(),
        Complies = figure.Class.Complies,
        Main = [.. figure.Class.Main.Select(main => new MainPollutantView(main.Parameter, main.Multiple))],
        Missing = figure.Class.Missing,
        Months = figure.Months,
        MonthsWanted = figure.MonthsWanted,
        State = StateOf(figure, figure.Class.Class is not null),
    };

    /// <summary>The state of one site's figure.</summary>
    internal static FigureState StateOf(SiteFigure figure, bool hasFigure) =>
        !hasFigure ? FigureState.NoData : figure.Provisional ? FigureState.Provisional : FigureState.Final;

    /// <summary>The state of a figure over several sites: provisional as soon as one is, or has no data at all.</summary>
    internal static FigureState StateOf(IEnumerable<FigureState> sites, bool hasFigure) =>
        !hasFigure ? FigureState.NoData : sites.All(state => state == FigureState.Final) ? FigureState.Final : FigureState.Provisional;
}
