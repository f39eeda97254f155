using Bishui.Contracts.Obligations;
using Bishui.Features.Tasks;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Features.Obligations;

/// <summary>A typed result in the ledger: a disclosure, a report, a document.</summary>
internal sealed class RecordEvidence(IDocumentReader store) : IEvidenceSource
{
    public bool Reads(EvidenceRule rule) => rule is EvidenceRule.ByRecord;

    public async ValueTask<Closing?> FindAsync(EvidenceQuestion question, CancellationToken cancel)
    {
        var (obligation, about) = (question.Obligation, (EvidenceRule.ByRecord)question.Rule.Evidence);
        var topic = RecordCollections.TopicOf(obligation.PlanId, about.Type, about.Topic);
        // In the order of the days on which they happened: the first that fits closes the duty.
        await foreach (var held in store.StreamAsync(RecordCollections.Records,
                           new() { Index = RecordCollections.ByTopic, From = topic + "|", Before = topic + "}", Limit = 500 }, cancel))
            if (Fits(held.Body, obligation))
                return new(held.Body.Record.On,
                    [new() { Kind = "entry", Id = held.Body.EntryId, On = held.Body.Record.On, RecordedAt = held.Body.RecordedAt }]);
        return null;
    }

    private static bool Fits(HeldRecord held, HeldObligation obligation)
    {
        var record = held.Record;
        return obligation.Units.Contains(held.Unit)
            && record.Outcome != "failed"
            && (obligation.ObjectId is null || record.ObjectId == obligation.ObjectId)
            && (obligation.Period is null || IsOfPeriod(record, obligation))
            && (obligation.Since is not { } since || record.On >= since)
            && (obligation.Target is not { } target || (record.Value >= target && record.On >= obligation.From && record.On <= obligation.Due));
    }

    // Who does not say which period is meant, means the one in which it happened.
    private static bool IsOfPeriod(Contracts.Tasks.LedgerRecord record, HeldObligation obligation) =>
        record.Period is { } named ? named == obligation.Period
        : Period.TryParse(obligation.Period, out var period) && period.Holds(record.On);
}

/// <summary>The accepted completions of those who owe the duty.</summary>
internal sealed class CompletionEvidence(IDocumentReader store) : IEvidenceSource
{
    public bool Reads(EvidenceRule rule) => rule is EvidenceRule.ByCompletion;

    public async ValueTask<Closing?> FindAsync(EvidenceQuestion question, CancellationToken cancel)
    {
        if (await store.FindAsync(TaskCollections.Ledgers, question.Obligation.LedgerId, cancel) is not { Body: var task }) return null;
        var owing = task.Leading.Where(lead => question.Obligation.Units.Contains(lead.Unit)).ToList();
        if (owing.Count == 0 || owing.Exists(lead => lead.State != TaskState.Done)) return null;

        // In time is what was submitted in time: the review takes as long as it takes.
        ObligationEvidence[] evidence = [.. owing.Select(lead => lead.Completion!).Select(completion => new ObligationEvidence
        {
            Kind = "completion",
            Id = completion.Id,
            On = ChinaTime.DayOf(completion.SubmittedAt),
            RecordedAt = completion.ReviewedAt,
        })];
        return new(evidence.Max(one => one.On), evidence);
    }
}

/// <summary>The next date that an attribute of the object took: the test, the verification, the renewal.</summary>
internal sealed class DateEvidence : IEvidenceSource
{
    public bool Reads(EvidenceRule rule) => rule is EvidenceRule.ByDate;

    public ValueTask<Closing?> FindAsync(EvidenceQuestion question, CancellationToken cancel)
    {
        if (question.About is not { } about) return ValueTask.FromResult<Closing?>(null);
        var attribute = ((EvidenceRule.ByDate)question.Rule.Evidence).Attribute;
        foreach (var day in about.DatesOf(attribute))
            if (question.Obligation.Since is not { } since || day > since)
                return ValueTask.FromResult<Closing?>(new(day,
                    [new() { Kind = "object", Id = $"{about.Kind}/{about.Id}/{attribute}", On = day }]));
        return ValueTask.FromResult<Closing?>(null);
    }
}
