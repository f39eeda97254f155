using Bishui.Storage.Documents;
using Bishui.Storage.Readings;

namespace Bishui.Tests.Storage.Conformance;

public enum CaseState
{
    Open,
    WaitingForReview,
}

/// <summary>A document with all that must come back without loss.</summary>
public sealed record Case
{
    public required string Number { get; init; }
    public required string Site { get; init; }
    public CaseState State { get; init; }
    public decimal Value { get; init; }
    public DateOnly Day { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public long Big { get; init; }
    public string? Note { get; init; }
    public IReadOnlyList<string> Steps { get; init; } = [];
    public IReadOnlyDictionary<string, decimal> Limits { get; init; } = new Dictionary<string, decimal>();
}

public sealed record Counter(int Value);

/// <summary>A document with a text to search.</summary>
public sealed record Remark(string? Text, string Day = "2021-11-01");

public sealed record CaseOpened(string Id, decimal Value);

public static class Samples
{
    public static Collection<Case> Cases { get; } = new("cases",
        new("number", c => c.Number, unique: true),
        new("site", c => c.Site),
        new("note", c => c.Note));

    public static Collection<Counter> Counters { get; } = new("counters");

    public static Collection<Remark> Remarks { get; } = new("remarks", new DocumentIndex<Remark>("day", remark => remark.Day)) { Text = remark => remark.Text };

    public static IReadOnlyCollection<Collection> All { get; } = [Cases, Counters, Remarks];

    public static readonly DateTimeOffset Noon = new(2021, 4, 15, 12, 0, 0, TimeSpan.FromHours(8));

    public static Case Case(string number, string site = "lutang", string? note = null) => new() { Number = number, Site = site, Note = note };

    public static Reading Reading(
        DateTimeOffset time, decimal? value, string site = "lutang", string parameter = "dissolved-oxygen", ReadingKind kind = ReadingKind.Hour,
        string flag = "N", string source = "device-1", DateTimeOffset? recordedAt = null, string? reason = null, decimal? below = null, string? report = null) => new()
        {
            Site = site,
            Parameter = parameter,
            Kind = kind,
            Time = time,
            Value = value,
            DetectionLimit = below,
            LabReport = report,
            Flag = flag,
            Source = source,
            RecordedAt = recordedAt ?? time.AddSeconds(7),
            Reason = reason,
        };
}
