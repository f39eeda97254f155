using Bishui.Features.Obligations;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

/// <summary>The cases for which duties last, and the closing of each, which ends its duty.</summary>
internal sealed class CaseEvidence(IDocumentReader store) : IEvidenceSource, IDutyCases
{
    public bool Reads(EvidenceRule rule) => rule is EvidenceRule.ByCase;

    public async ValueTask<Closing?> FindAsync(EvidenceQuestion question, CancellationToken cancel)
    {
        if (question.Obligation.CaseId is not { } id || await store.FindAsync(ExceedanceCollections.Cases, id, cancel) is not { Body: var about }) return null;
        if (about.State != ExceedanceCollections.Archived || Closing(about) is not { } closing) return null;
        var day = ChinaTime.DayOf(closing.At);
        return new(day, [new() { Kind = "case", Id = about.Id, On = day, RecordedAt = closing.At }]);
    }

    public async IAsyncEnumerable<DutyCase> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var held in store.StreamAsync(ExceedanceCollections.Cases, new() { Limit = 1000 }, cancel))
            yield return new(held.Body.Id, held.Body.Site, ChinaTime.DayOf(held.Body.OpenedAt));
    }

    // A verdict may be given after the closing, and is a step too.
    private static ExceedanceStep? Closing(Exceedance about) => about.Steps.Reverse().TakeWhile(step => step.State == ExceedanceCollections.Archived).LastOrDefault();
}
