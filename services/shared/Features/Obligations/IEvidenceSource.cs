using Bishui.Contracts.Obligations;
using Bishui.Rules.Obligations;

namespace Bishui.Features.Obligations;

/// <summary>What closes a duty, and on which civil day it did.</summary>
internal sealed record Closing(DateOnly On, IReadOnlyList<ObligationEvidence> Evidence);

/// <summary>What a source is asked about.</summary>
/// <param name="Obligation">The duty.</param>
/// <param name="Rule">The rule that made it.</param>
/// <param name="About">The object it is owed for, or null.</param>
/// <param name="Today">The civil day now.</param>
internal sealed record EvidenceQuestion(HeldObligation Obligation, DutyRule Rule, DutyObject? About, DateOnly Today);

/// <summary>Finds by itself what closes a duty, among what the platform holds of one kind of evidence.</summary>
internal interface IEvidenceSource
{
    /// <summary>Whether it looks for this kind.</summary>
    bool Reads(EvidenceRule rule);

    /// <summary>The earliest evidence that closes the duty; null while there is none.</summary>
    ValueTask<Closing?> FindAsync(EvidenceQuestion question, CancellationToken cancel);
}

/// <summary>A case that a duty may last for.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="Site">Id of the site it is about.</param>
/// <param name="OpenedOn">The civil day on which it was opened.</param>
internal sealed record DutyCase(string Id, string Site, DateOnly OpenedOn);

/// <summary>Lists the cases of a service, open and closed.</summary>
internal interface IDutyCases
{
    IAsyncEnumerable<DutyCase> ListAsync(CancellationToken cancel);
}

/// <summary>Keeps objects that owe duties in a place of its own.</summary>
internal interface IDutyObjects
{
    /// <summary>Whether objects of this kind are kept there: then they are stated there, and nowhere else.</summary>
    bool Keeps(string kind);

    /// <summary>All its objects, those that have ended too.</summary>
    IAsyncEnumerable<DutyObject> ListAsync(CancellationToken cancel);
}
