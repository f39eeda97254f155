using Bishui.Assessment.Intake;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;

namespace Bishui.Assessment.Scoring;

/// <summary>A fact with the event it holds.</summary>
/// <param name="Id">Follows from what the event is about.</param>
/// <param name="Service">The service that told it.</param>
/// <param name="OccurredAt">From when on it is true.</param>
/// <param name="RecordedAt">When it was recorded where it happened.</param>
/// <param name="ReceivedAt">From when on the assessment knew it.</param>
/// <param name="Event">What it says.</param>
internal sealed record KnownFact(
    string Id, string Service, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, DateTimeOffset ReceivedAt, object Event)
{
    public static KnownFact Of(StoredFact stored) => Of(stored.Fact, stored.ReceivedAt);

    public static KnownFact Of(Fact fact, DateTimeOffset receivedAt) =>
        new(fact.Id, fact.Service, fact.OccurredAt, fact.RecordedAt, receivedAt, FactTypes.Read(fact));
}

/// <summary>A dated duty as it was last told.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Service">The service that told it.</param>
/// <param name="Told">What it says.</param>
internal sealed record DutyFile(string Fact, string Service, ObligationTold Told);

/// <summary>A demand with the units that have not answered it.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Told">What it says.</param>
/// <param name="Open">Keys of the units that still owe an answer.</param>
internal sealed record UrgingFile(string Fact, ObligationUrged Told, IReadOnlyList<string> Open);

/// <summary>An indicator as it was last told.</summary>
/// <param name="Fact">Id of the fact.</param>
/// <param name="Service">The service that measures it.</param>
/// <param name="Told">What it says.</param>
internal sealed record IndicatorFile(string Fact, string Service, IndicatorMeasured Told);
