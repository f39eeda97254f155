using System.Globalization;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.SchemeStore;

/// <summary>A version of a scoring scheme as it was written. It never changes; what is added is that it was rehearsed and put in force.</summary>
internal sealed record HeldScheme
{
    /// <summary>Every version, by key and version.</summary>
    public static readonly Collection<HeldScheme> Schemes = new("schemes",
        new DocumentIndex<HeldScheme>(ByName, held => string.Create(CultureInfo.InvariantCulture, $"{held.Key}|{held.Version:D6}"), unique: true));

    public const string ByName = "name";

    public required string Key { get; init; }

    public required int Version { get; init; }

    /// <summary>The JSON document as it was posted.</summary>
    public required string Text { get; init; }

    /// <summary>The plan by whose task numbers it was written.</summary>
    public required string PlanId { get; init; }

    public required int PlanVersion { get; init; }

    public required string PostedBy { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>When it was last tried on the facts on file; null while it was not.</summary>
    public DateTimeOffset? RehearsedAt { get; init; }

    /// <summary>How many facts were on file then.</summary>
    public int? RehearsedFacts { get; init; }

    /// <summary>The first civil day on which it is in force; null while it is not put in force.</summary>
    public DateOnly? From { get; init; }

    public DateTimeOffset? AdoptedAt { get; init; }

    public string? AdoptedBy { get; init; }

    public string? Reason { get; init; }

    public static string IdOf(string key, int version) => string.Create(CultureInfo.InvariantCulture, $"{key}/{version}");
}

/// <summary>Changes with every scheme that is put in force, so that what was read of them is known to be good.</summary>
internal sealed record SchemeHead(int Revision)
{
    public const string Id = "head";

    public static readonly Collection<SchemeHead> Heads = new("scheme-heads");
}
