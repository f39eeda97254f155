using System.Text.Json;
using Bishui.Hosting.Json;
using Bishui.Rules.Obligations;

namespace Bishui.Features.Obligations;

/// <summary>A decision to do without a duty.</summary>
public sealed record WaiverRequest
{
    /// <summary>Why.</summary>
    [LongText]
    public string? Reason { get; init; }
}

/// <summary>A decision to give a duty more time.</summary>
public sealed record ExtensionRequest
{
    /// <summary>The new last day, after the one in force.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Why.</summary>
    [LongText]
    public string? Reason { get; init; }
}

/// <summary>A demand that a duty be done.</summary>
public sealed record UrgingRequest
{
    /// <summary>What is demanded.</summary>
    [LongText]
    public string? Text { get; init; }

    /// <summary>Last day for the answer; not in the past.</summary>
    public DateOnly? AnswerBy { get; init; }
}

/// <summary>The answer to a demand.</summary>
public sealed record UrgingAnswerRequest
{
    /// <summary>What was or will be done.</summary>
    [LongText]
    public string? Text { get; init; }
}

/// <summary>What an object is from a day on.</summary>
public sealed record ObjectRequest
{
    /// <summary>Name in use.</summary>
    public string? Name { get; init; }

    /// <summary>Id of the monitored site where its readings are; null where it is the object's own id.</summary>
    public string? Site { get; init; }

    /// <summary>The first day it is so; today when absent.</summary>
    public DateOnly? From { get; init; }

    /// <summary>By name: numbers, true or false, days (yyyy-MM-dd) or words. All of them, not only what changed.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }
}

/// <summary>An object that owes duties of its own.</summary>
public sealed record ObjectView
{
    /// <summary>Kind, as rules name it.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique within the kind.</summary>
    public required string Id { get; init; }

    /// <summary>Name in use.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the monitored site where its readings are.</summary>
    public string? Site { get; init; }

    /// <summary>What it was from which day on, in the order in which it was stated.</summary>
    public required IReadOnlyList<ObjectRow> Rows { get; init; }

    internal static ObjectView Of(DutyObject kept) => new()
    {
        Kind = kept.Kind,
        Id = kept.Id,
        Name = kept.Name,
        Site = kept.Site,
        Rows = [.. kept.Rows.Select(row => new ObjectRow { From = row.From, Attributes = row.Attributes, Ended = row.Ended })],
    };

    internal static ObjectView Of(HeldObject held) => new()
    {
        Kind = held.Kind,
        Id = held.Id,
        Name = held.Name,
        Site = held.Site,
        Rows = held.Rows,
    };
}
