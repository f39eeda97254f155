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

/// <param name="Open">Cases not closed yet.</param>
/// <param name="Closed">Closed cases.</param>
/// <param name="Overruled">Found by a person to be no exceedance.</param>
/// <param name="Silent">Sites that send nothing of what they owe.</param>
public sealed record ExceedanceCounts(int Open, int Closed = 0, int Overruled = 0, int Silent = 0)
{
    /// <summary>What there is to say beside the number of open cases.</summary>
    public string Remark => string.Join("；", new[]
    {
        Open > 0 ? "正在处置" : Closed > 0 ? $"{Closed}起均已归档" : "现无登记在案的超标",
        Overruled > 0 ? $"另有{Overruled}起经人工认定不属超标" : null,
        Silent > 0 ? $"{Silent}个点位数据中断" : null,
    }.OfType<string>());
}
