using Bishui.Web.Glossary;

namespace Bishui.Web.Api;

/// <summary>What <c>/api/public/overview</c> answers.</summary>
public sealed record Overview(
    PlanHead Plan,
    DateTimeOffset Now,
    bool ClockIsReal,
    IReadOnlyList<TaskCategory> Categories,
    IReadOnlyList<UnitScore> Units,
    IReadOnlyList<SectionSummary> Sections,
    ExceedanceCounts Exceedances)
{
    /// <summary>The name of a unit as the plan prints it, or the glossary's, or the key.</summary>
    public string UnitName(string key) => Units.FirstOrDefault(unit => unit.Unit == key)?.Name ?? Terms.Of("unit", key);

    public IEnumerable<PlanTask> Tasks => Categories.SelectMany(category => category.Tasks);
}

public sealed record PlanHead(
    string PlanId, int Version, string DocumentNumber, string Title, string Area, int Year, DateOnly IssuedOn);

public sealed record TaskCategory(string Section, string Category, string Service, IReadOnlyList<PlanTask> Tasks);

public sealed record PlanTask(int Number, string Title, string State, IReadOnlyList<string> LeadUnits, string DeadlineText);

public sealed record UnitScore(
    string Unit, string Name, decimal Points, decimal Maximum, string Grade, decimal? Quality, decimal? Work, bool Provisional);

/// <summary>The newest class of a site; classes as symbols, Ⅰ to 劣Ⅴ.</summary>
public sealed record SectionSummary(
    string Site, string Name, string? Class, string? Target, bool? Complies, bool Provisional, DateOnly From, DateOnly To);

public sealed record ExceedanceCounts(int Open);
