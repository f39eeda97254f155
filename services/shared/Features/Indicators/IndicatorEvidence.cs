using Bishui.Contracts.Obligations;
using Bishui.Features.Obligations;
using Bishui.Rules.Obligations;

namespace Bishui.Features.Indicators;

/// <summary>
/// A result that a duty asks for and that the service works out itself: the indicator of that name, as of the end of the duty's time, when all
/// facts of the object are in.
/// </summary>
internal sealed class IndicatorEvidence(IndicatorMeter meter) : IEvidenceSource
{
    private const string Result = "result";

    public bool Reads(EvidenceRule rule) => rule is EvidenceRule.ByRecord { Type: Result } record && meter.Find(record.Topic) is not null;

    public async ValueTask<Closing?> FindAsync(EvidenceQuestion question, CancellationToken cancel)
    {
        var obligation = question.Obligation;
        if (obligation.ObjectId is null || obligation.Due is not { } due || due >= question.Today) return null;
        var indicator = meter.Find(((EvidenceRule.ByRecord)question.Rule.Evidence).Topic)!;
        // The day after: then the whole of the time lies behind.
        var view = await meter.MeasureAsync(indicator, due.AddDays(1), null, cancel);
        // A figure of the time that runs on from then is provisional, and none of this duty's.
        var part = view.Parts.FirstOrDefault(part => part.Id == obligation.ObjectId && !part.Provisional);
        if (part?.Value is not { } value || (obligation.Target is { } target ? value < target : part.Met != true)) return null;
        return new(due, [.. part.Evidence.Select(one => new ObligationEvidence { Kind = one.Kind, Id = one.Id, On = due })]);
    }
}
