namespace Bishui.Assessment.Intake;

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
