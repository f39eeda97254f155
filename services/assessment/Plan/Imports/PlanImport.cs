using System.Text.Json;
using Bishui.Assessment.Common;
using Bishui.Contracts.Plans;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Plan.Imports;

/// <summary>A plan that was handed in, read and found without fault, and not yet in force.</summary>
internal sealed record PlanImport
{
    public static readonly Collection<PlanImport> Imports = new("plan-imports");

    /// <summary>As it would be adopted, but for the instant.</summary>
    public required PlanDocument Document { get; init; }

    /// <summary>The version in force when it was handed in, which the diff is against.</summary>
    public required string BasePlanId { get; init; }

    /// <inheritdoc cref="BasePlanId"/>
    public required int BaseVersion { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    /// <summary>When it was put in force; null while it was not.</summary>
    public DateTimeOffset? AdoptedAt { get; init; }

    public string? AdoptedBy { get; init; }

    /// <summary>The version in force is still the one that the diff is against.</summary>
    public bool IsBasedOn(PlanDocument current) => current.Plan.PlanId == BasePlanId && current.Plan.Version == BaseVersion;
}

/// <summary>Where an import stands.</summary>
internal enum ImportState
{
    /// <summary>It may be adopted.</summary>
    Ready,

    /// <summary>Another version came into force since: its diff is out of date, and it has to be handed in anew.</summary>
    Stale,

    Adopted,
}

/// <summary>
/// Reads what was handed in; an import with a fault is refused whole, with every fault. A new version that brings no duties or topics
/// keeps those that its tasks have.
/// </summary>
internal static class PlanImporter
{
    public static PlanDocument Read(JsonElement transcription, JsonElement reading, JsonElement? duties, PlanDocument current, IEnumerable<IPlanCheck> checks, DateTimeOffset now)
    {
        List<string> faults = [.. Nulls("transcription", transcription), .. Nulls("reading", reading), .. duties is { } given ? Nulls("duties", given) : []];
        if (faults.Count > 0) throw new DataFileException("import", faults);
        var document = PlanBuilder.Build(
            PlanFiles.ParseTranscription("transcription", transcription.GetRawText()), PlanFiles.ParseReading("reading", reading.GetRawText()), now,
            duties is { } stated ? PlanFiles.ParseDuties("duties", stated.GetRawText()) : null);
        if (duties is null) document = Keeping(document, current, (task, before) => task with { Duties = before?.Duties });
        if (document.Plan.Tasks.All(task => task.Topics is null))
            document = Keeping(document, current, (task, before) => task with { Topics = before?.Topics ?? [] });
        faults.AddRange(Sequence(document, current));
        faults.AddRange(checks.SelectMany(check => check.Faults(document.Plan)));
        return faults.Count == 0 ? document : throw new DataFileException("import", faults);
    }

    /// <summary>What a new version does not say stays as it was for the same task; a new plan keeps nothing of another.</summary>
    private static PlanDocument Keeping(PlanDocument document, PlanDocument current, Func<PlanTask, PlanTask?, PlanTask> keep)
    {
        var before = document.Plan.PlanId == current.Plan.PlanId ? current.Plan.Tasks.ToDictionary(TaskKeys.Of) : [];
        return document with { Plan = document.Plan with { Tasks = [.. document.Plan.Tasks.Select(task => keep(task, before.GetValueOrDefault(TaskKeys.Of(task))))] } };
    }

    private static IEnumerable<string> Sequence(PlanDocument document, PlanDocument current)
    {
        var (plan, now) = (document.Plan, current.Plan);
        if (plan.PlanId == now.PlanId)
        {
            if (plan.Version != now.Version + 1) yield return $"version: {plan.Version} does not follow {now.Version}, the version in force";
            if (plan.Year != now.Year) yield return $"plan.year: {plan.Year} is not {now.Year}, the year of {now.PlanId}";
        }
        else
        {
            if (plan.Version != 1) yield return $"version: {plan.Version} is not 1, though {plan.PlanId} is a new plan";
            if (plan.Year <= now.Year) yield return $"plan.year: {plan.Year} is not after {now.Year}, the year of {now.PlanId}, which is in force";
        }
    }

    /// <summary>The reader lets a list hold nothing; no list of a plan does.</summary>
    private static IEnumerable<string> Nulls(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) =>
            item.ValueKind == JsonValueKind.Null ? [$"{path}[{index}]: is null"] : Nulls($"{path}[{index}]", item)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Nulls($"{path}.{member.Name}", member.Value)),
        _ => [],
    };
}
