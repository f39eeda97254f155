using Bishui.Contracts.Readings;
using Bishui.Storage.Documents;

namespace Bishui.Industrial.Sections;

/// <summary>The newest class of a section's month as it was told: what this service knows of the water, also while the service that measures is away.</summary>
internal sealed record SectionMonth
{
    /// <summary>The class with its target, the means and what they rest on.</summary>
    public required SectionClassified Told { get; init; }

    /// <summary>When it arrived here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

internal static class SectionCollections
{
    /// <summary>Months whose class does not meet the target, by month.</summary>
    public const string NotMeeting = "not-meeting";

    public const string BySite = "site";

    public static readonly Collection<SectionMonth> Months = new("section-months-told",
        new DocumentIndex<SectionMonth>(NotMeeting, month => month.Told.Complies == false ? $"{month.Told.From:yyyy-MM}|{month.Told.Site}" : null),
        new DocumentIndex<SectionMonth>(BySite, month => $"{month.Told.Site}|{month.Told.From:yyyy-MM}"));

    public static string Id(SectionClassified told) => $"{told.Service}|{told.Site}|{told.From:yyyy-MM-dd}|{told.To:yyyy-MM-dd}";
}
