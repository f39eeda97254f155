using Bishui.Contracts.Readings;
using Bishui.Storage.Documents;

namespace Bishui.Agricultural.Checks;

/// <summary>The newest class of a section's month as it was told: an older one that arrives later changes nothing.</summary>
internal sealed record SectionMonth
{
    public required SectionClassified Told { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

internal static class SectionCollections
{
    public static readonly Collection<SectionMonth> Months = new("section-months-told");

    public static string Id(SectionClassified told) => $"{told.Service}|{told.Site}|{told.From:yyyy-MM-dd}|{told.To:yyyy-MM-dd}";
}
