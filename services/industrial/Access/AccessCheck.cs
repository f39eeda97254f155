using Bishui.Contracts.Readings;
using Bishui.Features.Registers;
using Bishui.Industrial.Sections;
using Bishui.Storage.Documents;

namespace Bishui.Industrial.Access;

/// <summary>A check of a project (环境准入校核) as it was decided, and what became of it. The decision itself never changes.</summary>
public sealed record AccessCheck
{
    public required string Id { get; init; }

    /// <summary>Number of the project; the ledger's gate is opened for it.</summary>
    public required string Project { get; init; }

    public required string Name { get; init; }

    public required string Industry { get; init; }

    /// <summary>Place from the register of receiving waters; null where the section was named.</summary>
    public string? Place { get; init; }

    /// <summary>Id of the receiving section.</summary>
    public required string Section { get; init; }

    public required IReadOnlyList<AddedLoad> Pollutants { get; init; }

    public required AccessFinding Finding { get; init; }

    public required string Unit { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the ledger entry.</summary>
    public required string EntryId { get; init; }

    /// <summary>What a person decided where too little was known; null elsewhere.</summary>
    public AccessRuling? Ruling { get; init; }

    /// <summary>How it came out when the section changed, oldest first.</summary>
    public IReadOnlyList<AccessRecheck> Rechecks { get; init; } = [];

    /// <summary>Whether the project may be approved, as decided.</summary>
    public bool Passed => (Ruling?.Outcome ?? Finding.Outcome) == AccessOutcome.Allow;
}

/// <summary>What a person decided, and why.</summary>
public sealed record AccessRuling(AccessOutcome Outcome, string Reason, string Unit, string By, DateTimeOffset At, string EntryId);

/// <summary>A check that comes out otherwise since the section changed.</summary>
/// <param name="At">When the change arrived.</param>
/// <param name="Month">The month that changed, yyyy-MM.</param>
/// <param name="Before">What it came to before.</param>
/// <param name="Finding">What it comes to now.</param>
/// <param name="Changed">Keys of the parameters whose state or outcome is another.</param>
public sealed record AccessRecheck(DateTimeOffset At, string Month, AccessOutcome Before, AccessFinding Finding, IReadOnlyList<string> Changed)
{
    /// <summary>What was done about it; null while nobody has said.</summary>
    public AccessRuling? Settled { get; init; }
}

internal static class AccessCollections
{
    public const string BySection = "section";
    public const string ByTime = "time";

    public static readonly Collection<AccessCheck> Checks = new("access-checks",
        new DocumentIndex<AccessCheck>(BySection, check => $"{check.Section}|{check.At.UtcDateTime:O}"),
        new DocumentIndex<AccessCheck>(ByTime, check => $"{check.At.UtcDateTime:O}"));
}

/// <summary>Decides from what this service itself holds, so that it decides too while the service that measures is away.</summary>
internal static class AccessFacts
{
    public static async ValueTask<AccessFinding> DecideAsync(
        IDocumentReader reader, RegisterBook book, string section, IReadOnlyList<AddedLoad> loads, DateOnly day, SectionClassified? told, CancellationToken cancel)
    {
        var months = new List<SectionClassified>();
        await foreach (var held in reader.StreamAsync(SectionCollections.Months,
                           new() { Index = SectionCollections.BySite, From = section + "|", Before = section + "}", Limit = 500 }, cancel))
            if (told is null || held.Body.Told.From != told.From || held.Body.Told.Service != told.Service) months.Add(held.Body.Told);
        if (told is not null) months.Add(told);
        var plans = (await book.ListAsync<ReductionPlan>(reader, day, cancel)).Where(plan => plan.Values.Section == section).ToList();
        return AccessDecision.Decide(day, loads, months, plans, AccessRules.Carried);
    }
}
