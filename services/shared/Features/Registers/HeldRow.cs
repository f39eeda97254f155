using System.Text.Json;
using Bishui.Storage.Documents;

namespace Bishui.Features.Registers;

/// <summary>A version of a row: what it is from a day on. Versions are added, never changed.</summary>
internal sealed record RowVersion
{
    /// <summary>1 as first registered, one more with each change.</summary>
    public required int Version { get; init; }

    /// <summary>The civil day from which it holds; until a version from a later day follows.</summary>
    public required DateOnly From { get; init; }

    /// <summary>From that day on the row is no longer on the register.</summary>
    public bool Retired { get; init; }

    /// <summary>Its fields; of a retired row those it had.</summary>
    public required JsonElement Values { get; init; }

    /// <summary>Key of the unit that recorded it.</summary>
    public required string Unit { get; init; }

    /// <summary>Client that recorded it.</summary>
    public required string By { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Why it was changed or retired; null where nobody said.</summary>
    public string? Reason { get; init; }
}

/// <summary>A version as it holds, with the day on which it ends.</summary>
internal sealed record RowSpan(RowVersion Version, DateOnly? To);

/// <summary>A row of a register with all its versions, in the order in which they were recorded.</summary>
internal sealed record HeldRow
{
    public required string Register { get; init; }
    public required string Id { get; init; }
    public required IReadOnlyList<RowVersion> Versions { get; init; }

    /// <summary>The words of all versions, a line each, for a search; personal data is left out.</summary>
    public required string Words { get; init; }

    /// <summary>
    /// The versions that hold one after the other, as known at an instant: ordered by their days; of several from one day the one recorded last.
    /// </summary>
    public IReadOnlyList<RowSpan> Spans(DateTimeOffset? knownAt = null)
    {
        var standing = Versions.Where(version => !(version.RecordedAt > knownAt))
            .GroupBy(version => version.From).OrderBy(same => same.Key).Select(same => same.MaxBy(version => version.Version)!).ToList();
        return [.. standing.Select((version, i) => new RowSpan(version, i + 1 < standing.Count ? standing[i + 1].From.AddDays(-1) : null))];
    }

    /// <summary>What it is on a day, as known at an instant: a retired version too; null before its first day.</summary>
    public RowSpan? On(DateOnly day, DateTimeOffset? knownAt = null) => Spans(knownAt).LastOrDefault(span => span.Version.From <= day);
}

internal static class RegisterCollections
{
    public static readonly Collection<HeldRow> Rows = new("register-rows") { Text = row => row.Words };

    public static string IdOf(string register, string id) => $"{register}|{id}";
}
