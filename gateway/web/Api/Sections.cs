using Bishui.Web.Glossary;

namespace Bishui.Web.Api;

/// <summary>What <c>/api/public/sections</c> answers.</summary>
public sealed record SectionList(IReadOnlyList<Section> Items);

public sealed record Section(string Id, string Name, string Kind, string? WaterBody, string? Target, string? Zone);

/// <summary>The water class of a section at an instant or over a period, and what it rests on.</summary>
public sealed record SectionClass(
    string Site,
    string? Class,
    string? Target,
    bool? Complies,
    bool Provisional,
    DateTimeOffset? SampledAt,
    IReadOnlyList<SectionItem> Items,
    IReadOnlyList<string> Deciding,
    IReadOnlyList<MainPollutant>? Main,
    string? Standard,
    string? Rule,
    MeasuredClass? Measured = null);

/// <summary>The class as it was measured, before readings that a person found not to be genuine were left out.</summary>
public sealed record MeasuredClass(string? Class, bool? Complies);

public sealed record SectionItem(
    string Parameter, string? Name, decimal Value, string? Unit, string? Class, bool Counts = true)
{
    public string Title => Name ?? Terms.Of("parameter", Parameter);
}

public sealed record MainPollutant(string Parameter, decimal? Multiple);

/// <summary>A series of one parameter, oldest first.</summary>
public sealed record Series(
    string Site, string Parameter, string? Name, string? Unit, string Every, SeriesLimit? Limit, IReadOnlyList<SeriesItem> Items, DateTimeOffset? Next,
    IReadOnlyList<SilentTime>? Silences = null)
{
    public string Title => Name ?? Terms.Of("parameter", Parameter);
}

/// <param name="Value">The limit; for a range its lower end.</param>
/// <param name="Text">In print: <c>≤ 1.0</c>, <c>≥ 5</c> or <c>6–9</c>.</param>
/// <param name="Standard">Its standard.</param>
/// <param name="Grade">Its grade or class, for example <c>III</c>.</param>
public sealed record SeriesLimit(decimal Value, string? Text, string? Standard, string? Grade);

/// <summary>A time in which the site sent nothing of what it owes.</summary>
public sealed record SilentTime(string State, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>What a person decided about a reading.</summary>
public sealed record SeriesVerdict(string Verdict);

public sealed record SeriesItem(
    DateTimeOffset Time, decimal? Value, string? Flag, int? Count, int? Version, decimal? DetectionLimit = null, SeriesVerdict? Verdict = null)
{
    private const string Normal = "N";
    private const string Genuine = "genuine";

    /// <summary>Whether it takes part in means and judgements; means are made of such readings only.</summary>
    public bool IsValid => Value is not null && Flag is null or Normal && Verdict is null or { Verdict: Genuine };
}
