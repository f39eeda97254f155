using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bishui.Assessment.Common;
using Bishui.Assessment.Scores;
using Bishui.Hosting.Json;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Results;

/// <summary>A half-year (2021-H1) or a year (2021) whose result is published.</summary>
/// <param name="Key">As it is written.</param>
/// <param name="Year">The plan's year.</param>
/// <param name="Last">Its last civil day.</param>
internal sealed record ResultPeriod(string Key, int Year, DateOnly Last)
{
    /// <summary>Its end.</summary>
    public DateTimeOffset At => CivilDays.EndOf(Last);

    /// <summary>
    /// The instant as of which it is scored: a half-year as of its end; a year as of now once it is over, since its last duties fall due, and its
    /// completions are reviewed, in the weeks that follow.
    /// </summary>
    public DateTimeOffset ScoredAt(DateTimeOffset now) => IsYear && now > At ? now : At;

    /// <summary>Whether it is a whole year.</summary>
    public bool IsYear => Key.Length == 4;

    public static ResultPeriod? Parse(string text) =>
        text.Length is 4 or 7 && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && CivilYears.Hold(year)
            ? text[4..] switch { "" => new(text, year, new(year, 12, 31)), "-H1" => new(text, year, new(year, 6, 30)), _ => null }
            : null;

    public static IReadOnlyList<ResultPeriod> Of(int year) => [Parse($"{year:D4}-H1")!, Parse($"{year:D4}")!];
}

/// <summary>A published result (定稿): what was scored then, by what, with everything that explains it. It never changes; a restatement stands beside it.</summary>
internal sealed record HeldResult
{
    public const string ByPeriod = "period";

    public static readonly Collection<HeldResult> Results = new("results", new DocumentIndex<HeldResult>(ByPeriod, result => IdOf(result.Period, result.Revision), unique: true));

    public required string Period { get; init; }

    /// <summary>1 as published, one more with each restatement.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What had been received by then counted.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    /// <summary>How many facts were on file.</summary>
    public required int Facts { get; init; }

    public required string PlanId { get; init; }

    public required int PlanVersion { get; init; }

    /// <summary>Key and version.</summary>
    public required string Scheme { get; init; }

    /// <summary>The district first, then every unit.</summary>
    public required IReadOnlyList<ResultScore> Scores { get; init; }

    /// <summary>What stood against publishing, each with the reason why it was published all the same.</summary>
    public required IReadOnlyList<AcceptedBlocker> Accepted { get; init; }

    /// <summary>Why it was restated; null for the first.</summary>
    public string? Reason { get; init; }

    /// <summary>Ids of the objections that it answers.</summary>
    public IReadOnlyList<string> Objections { get; init; } = [];

    public required string PublishedBy { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>SHA-256 over all of the above, the hashes of the trees among it.</summary>
    public required string Sha256 { get; init; }

    public static string IdOf(string period, int revision) => string.Create(CultureInfo.InvariantCulture, $"{period}|{revision:D6}");

    /// <summary>The hash of what it says.</summary>
    public static string HashOf(HeldResult result) => Hash.Of(JsonSerializer.Serialize(result with { Sha256 = "" }, JsonDefaults.Options));

    /// <summary>The newest revision of a period, or the one that is named; null where there is none.</summary>
    public static async ValueTask<HeldResult?> FindAsync(IDocumentReader store, string period, int? revision, CancellationToken cancel)
    {
        if (revision is { } one) return (await store.FindAsync(Results, IdOf(period, one), cancel))?.Body;
        var page = await store.ListAsync(Results, new() { Index = ByPeriod, From = period + "|", Before = period + "}", Descending = true, Limit = 1 }, cancel);
        return page.Items.Count == 0 ? null : page.Items[0].Body;
    }
}

/// <summary>Points of the district (unit null) or a unit, and the hash of the tree that explains them.</summary>
internal sealed record ResultScore(
    string? Unit, string Name, decimal Points, decimal Maximum, decimal? Quality, decimal? Work, string Grade, string GradeTitle, bool Provisional, string TreeSha256)
{
    public static ResultScore Of(ScoreView score, string tree) => new(
        score.Unit, score.Name, score.Points, score.Maximum, score.Quality, score.Work, score.Grade, score.GradeTitle, score.Provisional, Hash.Of(tree));
}

/// <summary>A blocker that was accepted.</summary>
internal sealed record AcceptedBlocker(string Key, string Title, string Reason);

/// <summary>The explanation of one score as it was published, to the byte.</summary>
internal sealed record ResultTree(string Period, int Revision, string? Unit, string Json)
{
    public static readonly Collection<ResultTree> Trees = new("result-trees");

    public static string IdOf(string period, int revision, string? unit) => $"{HeldResult.IdOf(period, revision)}|{unit ?? "district"}";
}

internal static class Hash
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
