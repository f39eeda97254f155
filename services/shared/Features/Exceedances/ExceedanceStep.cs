using System.ComponentModel.DataAnnotations;
using Bishui.Features.Tasks;
using Bishui.Rules.Cases;

namespace Bishui.Features.Exceedances;

/// <summary>One step of a case.</summary>
public sealed record ExceedanceStep
{
    /// <summary>Who takes the steps that nobody has to take.</summary>
    public const string Platform = "platform";

    /// <summary>What was done.</summary>
    public CaseStep Step { get; init; }

    /// <summary>The state it led to.</summary>
    public required CaseState State { get; init; }

    /// <summary>Who took it: a unit, or <c>platform</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>The client through which the unit took it; null for the platform.</summary>
    public string? Client { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, or what was done; null where nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>Key of the unit it was given or passed to; null otherwise.</summary>
    public string? To { get; init; }

    /// <summary>By when what it waits for is due; null where it waits for nothing.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>What was decided about the readings; null unless it is a verdict.</summary>
    public CaseVerdict? Verdict { get; init; }

    /// <summary>How grave the case was found; null unless it was found graver, or opened.</summary>
    public CaseSeverity? Severity { get; init; }

    /// <summary>The civil day on which it was done; null unless it is a rectification.</summary>
    public DateOnly? DoneOn { get; init; }

    /// <summary>Files, among them photos before and after.</summary>
    public IReadOnlyList<CaseAttachment> Attachments { get; init; } = [];

    /// <summary>Ledger entries, readings, register rows and whatever else of the platform it rests on.</summary>
    public IReadOnlyList<EntryLink> Links { get; init; } = [];
}

/// <summary>A file of a case, named by its content.</summary>
public sealed record CaseAttachment
{
    /// <summary>File name.</summary>
    [MaxLength(255)]
    public required string Name { get; init; }

    /// <summary>SHA-256 of the content, lower-case hexadecimal; the file was uploaded before.</summary>
    public required string Sha256 { get; init; }

    /// <summary><c>before</c> or <c>after</c> the rectification; null for any other file.</summary>
    public string? Role { get; init; }
}

/// <summary>A person's word on the readings of a case (人工认定).</summary>
public sealed record CaseJudgement
{
    /// <summary>What was decided.</summary>
    public required CaseVerdict Verdict { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Key of the unit that decided.</summary>
    public required string Unit { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The first reading it is about was taken then.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The last reading it is about was taken then: who judges does not judge what comes later.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Verdicts that this one stands for, oldest first.</summary>
    public IReadOnlyList<CaseJudgement> Earlier { get; init; } = [];
}

/// <summary>A case was raised to the risk service as an incident.</summary>
/// <param name="At">When.</param>
/// <param name="By">A unit, or <c>platform</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record CaseRaising(DateTimeOffset At, string By, string Reason);

/// <summary>A case passed from one unit to another.</summary>
/// <param name="From">Key of the unit that held it; null at the first assignment and after a refusal.</param>
/// <param name="To">Key of the unit that holds it from then on, or <c>enforcement</c>.</param>
/// <param name="By">Key of the unit that decided it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record HandOver(string? From, string To, string By, DateTimeOffset At, string? Reason);

/// <summary>What a unit did about a case (整改).</summary>
/// <param name="DoneOn">The civil day on which it was done.</param>
/// <param name="Text">What was done.</param>
/// <param name="Unit">Key of the unit.</param>
/// <param name="At">When it was recorded.</param>
public sealed record Rectification(DateOnly DoneOn, string Text, string Unit, DateTimeOffset At);

/// <summary>A sample within the limit, taken after the rectification and after the last reading beyond.</summary>
/// <param name="Id">Names the reading and its version.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Value">The value in the parameter's unit; null where nothing was detected.</param>
/// <param name="DetectionLimit">The detection limit where nothing was detected; null otherwise.</param>
public sealed record FollowUpSample(string Id, DateTimeOffset Time, decimal? Value, decimal? DetectionLimit);

/// <summary>A demand that the present step be taken (催办).</summary>
public sealed record CaseUrging
{
    /// <summary>Unique within the case: 1, 2, …</summary>
    public required int Number { get; init; }

    /// <summary>Who demands: a unit, or <c>platform</c>.</summary>
    public required string By { get; init; }

    /// <summary>Key of the unit that owes the answer; null: those who may assign or look at the case.</summary>
    public string? Unit { get; init; }

    /// <summary>What is demanded.</summary>
    public required string Text { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By when it is to be answered.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>The answer; null while there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>Key of the unit that answered.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
}
