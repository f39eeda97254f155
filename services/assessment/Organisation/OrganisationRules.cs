using Bishui.Features.RuleFiles;

namespace Bishui.Assessment.Organisation;

/// <summary>What <c>Data/organisation-rules.json</c> says: terms that the plan does not print, and the ledgers that the plan names.</summary>
internal sealed record OrganisationRules
{
    /// <summary>The rules as they are built in.</summary>
    public static OrganisationRules Carried { get; } = RuleFile.Read<OrganisationRules>("Data/organisation-rules.json");

    public required string Title { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }

    /// <summary>Day of the next month by which a month's self-monitoring is reported.</summary>
    public required int MonitoringReportDay { get; init; }

    /// <summary>Days without an entry after which a task is a gap in the ledger.</summary>
    public required int LedgerQuietDays { get; init; }

    public required IReadOnlyDictionary<string, string> Notes { get; init; }

    public required IReadOnlyList<LedgerKind> Ledgers { get; init; }

    /// <summary>The clause of the plan of 2021 that each topic's figures rest on, by topic.</summary>
    public required IReadOnlyDictionary<string, string> Clauses { get; init; }

    /// <summary>Where the figures of a topic come from.</summary>
    public string SourceOf(string topic) => $"{Clauses[topic]}。{Source}（{Confidence}）";
}

/// <summary>A ledger of task 44 (重点工作台账).</summary>
/// <param name="Key">Stable key.</param>
/// <param name="Title">As the plan's clause names it.</param>
/// <param name="Category">Words of the plan's category heading whose tasks it holds.</param>
/// <param name="Named">Whether the clause names it; shipping it leaves out.</param>
internal sealed record LedgerKind(string Key, string Title, string Category, bool Named);
