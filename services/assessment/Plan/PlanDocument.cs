using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Plan;

/// <summary>A plan as it is stored: what is announced to the services, and the wording that only this service shows.</summary>
internal sealed record PlanDocument
{
    public required PlanAdopted Plan { get; init; }

    public required string Source { get; init; }

    public required string Confidence { get; init; }

    public required string Issuer { get; init; }

    public required string NoticeTitle { get; init; }

    public required string Preamble { get; init; }

    public required IReadOnlyList<BodyPart> Body { get; init; }

    /// <summary>Keys of the units the notice was sent to.</summary>
    public required IReadOnlyList<string> Addressees { get; init; }

    public required IReadOnlyList<TaskWording> Wordings { get; init; }

    /// <summary>Names of sets and the units they were resolved to.</summary>
    public required IReadOnlyList<ResolvedSet> Sets { get; init; }

    /// <summary>Units that stand for several which the plan does not name; empty in plans adopted before they were told apart.</summary>
    public IReadOnlyList<OpenSet> OpenSets { get; init; } = [];
}

/// <summary>What a task's row says beyond its reading.</summary>
internal sealed record TaskWording
{
    public required int Number { get; init; }

    public required string LeadText { get; init; }

    public required string CooperatingText { get; init; }

    /// <summary>Either cell ends in 等, so that there are units the plan does not name.</summary>
    public required bool OpenEnded { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The names in the leading cell, one by one; empty in plans adopted before they were kept.</summary>
    public IReadOnlyList<string> LeadNames { get; init; } = [];

    /// <inheritdoc cref="LeadNames"/>
    public IReadOnlyList<string> CooperatingNames { get; init; } = [];

    /// <summary>The leading cell ends in 等.</summary>
    public bool LeadEtc { get; init; }

    /// <summary>The cooperating cell ends in 等.</summary>
    public bool CooperatingEtc { get; init; }

    /// <summary>The title cell as printed; null where it was not kept.</summary>
    public string? TitleCell { get; init; }

    /// <summary>Number of the task whose title this one inherits; null where it has its own.</summary>
    public int? TitleFrom { get; init; }
}

internal sealed record ResolvedSet(string Name, IReadOnlyList<string> Units);

/// <summary>A set whose members are entered, not printed.</summary>
/// <param name="Unit">Its key.</param>
/// <param name="SubsetOf">Key of the set whose members it is taken from; null where it is part of none.</param>
internal sealed record OpenSet(string Unit, string? SubsetOf);
