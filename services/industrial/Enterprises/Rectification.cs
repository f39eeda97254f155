using Bishui.Features.Indicators;
using Bishui.Features.Registers;

namespace Bishui.Industrial.Enterprises;

/// <summary>How far an enterprise is, and the steps that count: those of the round that its last reappearance, if any, began.</summary>
internal sealed record Rectification(Row<PollutingEnterprise> Enterprise, IReadOnlyList<Row<RectificationStep>> Steps, IReadOnlyList<StepKind> Lacking, bool IsDone)
{
    /// <summary>Works out how far an enterprise is. Pure.</summary>
    /// <param name="enterprise">The enterprise as it is.</param>
    /// <param name="steps">All steps of it that are on file.</param>
    /// <param name="rules">The steps that a decision takes.</param>
    public static Rectification Of(Row<PollutingEnterprise> enterprise, IEnumerable<Row<RectificationStep>> steps, EnterpriseRules rules)
    {
        var values = enterprise.Values;
        // What was done before an enterprise reappeared has come undone. A step that is still open belongs to the round.
        var round = steps.Where(step => !(step.Values.DoneOn < values.Opened)).ToList();
        if (!values.IsDecided) return new(enterprise, round, [], false);
        var wanted = rules.Steps[values.Decision!.Value];
        return new(enterprise, round,
            [.. wanted.Where(kind => !round.Exists(step => step.Values.Step == kind))],
            wanted.All(kind => round.Exists(step => step.Values.Step == kind && IsFinished(step.Values)))
                && round.TrueForAll(step => !wanted.Contains(step.Values.Step) || IsFinished(step.Values)));
    }

    public static async ValueTask<IReadOnlyList<Rectification>> AllAsync(Basis basis, CancellationToken cancel)
    {
        var steps = (await basis.RowsAsync<RectificationStep>(cancel)).ToLookup(step => step.Values.Enterprise);
        return [.. (await basis.RowsAsync<PollutingEnterprise>(cancel)).Select(enterprise => Of(enterprise, steps[enterprise.Id], EnterpriseRules.Carried))];
    }

    private static bool IsFinished(RectificationStep step) => step is { DoneOn: not null, RecheckedOn: not null, RecheckPassed: true };
}
