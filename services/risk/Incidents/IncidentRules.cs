using Bishui.Features.RuleFiles;

namespace Bishui.Risk.Incidents;

/// <summary>What <c>Data/incident-rules.json</c> says.</summary>
internal sealed record IncidentRules
{
    /// <summary>The rules as they are built in.</summary>
    public static IncidentRules Carried { get; } = RuleFile.Read<IncidentRules>("incident-rules.json");

    public required string Title { get; init; }
    public required string Source { get; init; }
    public required string Confidence { get; init; }
    public required SpreadingRule Spreading { get; init; }

    /// <summary>Hours an incident may stay in a state; where a state is not named no limit runs.</summary>
    public required IReadOnlyDictionary<IncidentState, int> HoursIn { get; init; }

    /// <summary>The least level first.</summary>
    public required IReadOnlyList<IncidentLevel> Levels { get; init; }

    /// <summary>Who must be told, from which level on.</summary>
    public required IReadOnlyList<NotifiedParty> Notify { get; init; }

    /// <summary>Who must be told at a level; none before the response starts.</summary>
    public IEnumerable<NotifiedParty> PartiesAt(IncidentLevel? level) =>
        level is { } at ? Notify.Where(party => Levels.ToList().IndexOf(party.From) <= Levels.ToList().IndexOf(at)) : [];
}

/// <summary>When open cases of one parameter are one spreading pollution.</summary>
/// <param name="Sites">So many sites, wherever they lie.</param>
/// <param name="LinkedSites">So many sites that are joined along the water.</param>
/// <param name="WithinHours">Begun within so many hours of each other.</param>
internal sealed record SpreadingRule(int Sites, int LinkedSites, int WithinHours);

/// <summary>Who must be told.</summary>
/// <param name="Party">Stable key.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="From">From which level on.</param>
/// <param name="Hours">Hours after the response started at that level.</param>
internal sealed record NotifiedParty(string Party, string Zh, string En, IncidentLevel From, int Hours);
