using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Features.Tasks;
using Bishui.Rules.Calendars;
using Bishui.Rules.Obligations;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Obligations;

/// <summary>
/// Keeps the duties on file as the plan's rules, the objects and the evidence make them: adds what is owed, looks for what closes it, reminds,
/// and tells what changed. A round is a comparison of what should be with what is, so rounds that run at once, or again, change nothing more:
/// ids are deterministic, and each change names the version it was decided on.
/// </summary>
internal sealed class ObligationSweep(
    IDocumentStore store, IEnumerable<IEvidenceSource> sources, IEnumerable<IDutyCases> cases, IEnumerable<IDutyObjects> keepers, ServiceName service, WorkCalendar calendar,
    TimeProvider clock, ILogger<ObligationSweep> log) : PeriodicRounds(clock, log), IOpensWithPlan, IWatchesRecords
{
    private const int Batch = 100;
    private const int YearsBack = 2;
    private DateOnly _readingsAskedOn;

    protected override string Subject => "The duties";

    /// <summary>Brings the objects that the plan names in its annexes, where a rule asks for them.</summary>
    public async ValueTask OpenAsync(PlanAdopted plan, DateTimeOffset at, IDocumentReader reader, Commit commit, CancellationToken cancel)
    {
        var kinds = plan.Tasks.Where(task => task.Service == service.Name).SelectMany(task => task.Duties ?? []).Select(duty => duty.Each).ToHashSet();
        foreach (var brought in PlanObjects.Of(plan, at).Where(one => kinds.Contains(one.Kind)))
            if (await reader.FindAsync(ObligationCollections.Objects, ObligationCollections.ObjectId(brought.Kind, brought.Id), cancel) is null)
                commit.Insert(ObligationCollections.Objects, ObligationCollections.ObjectId(brought.Kind, brought.Id), brought);
    }

    public void Opened() => Wake();

    /// <summary>One round over every plan that may still be owed something.</summary>
    /// <returns>How many duties were added or changed.</returns>
    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var (changed, today) = (0, ChinaTime.DayOf(now));
        foreach (var plan in (await store.ListAsync(TaskCollections.Plans, new() { Index = "year", Descending = true, Limit = 100 }, cancel)).Items)
            // A year that was closed for good stays as it was closed.
            if (plan.Body.Year >= today.Year - YearsBack && plan.Body.ClosedAt is null)
                changed += await Aside.TryAsync(plan.Body.PlanId, async () => await RunAsync(plan.Body, now, cancel), cancel) ?? 0;
        _readingsAskedOn = today;
        return changed;
    }

    private async Task<int> RunAsync(HeldPlan plan, DateTimeOffset now, CancellationToken cancel)
    {
        var held = new Dictionary<string, Stored<HeldObligation>>(StringComparer.Ordinal);
        await foreach (var one in store.StreamAsync(ObligationCollections.Obligations,
                           new() { Index = ObligationCollections.ByPlan, From = plan.PlanId + "|", Before = plan.PlanId + "}", Limit = 1000 }, cancel))
            held.Add(one.Id, one);
        var wanted = await WantedAsync(plan, cancel);

        var changes = new List<(Stored<HeldObligation>? Before, HeldObligation After)>();
        foreach (var want in wanted.Values)
            await Aside.TryAsync(want.Obligation.Id, async () =>
            {
                var before = held.GetValueOrDefault(want.Obligation.Id);
                var after = await ClosedAsync(before?.Body.With(want.Duty, want.Rule, want.Obligation.LedgerId) ?? want.Obligation, want, now, cancel);
                after = Reminded(after, ChinaTime.DayOf(now), now);
                if (IsNews(before?.Body, after, ChinaTime.DayOf(now))) changes.Add((before, after));
                return true;
            }, cancel);
        foreach (var gone in held.Values.Where(one => !wanted.ContainsKey(one.Id) && !one.Body.Lapsed))
            changes.Add((gone, gone.Body with { Lapsed = true }));

        foreach (var batch in changes.Chunk(Batch)) await CommitAsync(batch, now, cancel);
        return changes.Count;
    }

    private sealed record Want(Duty Duty, DutyRule Rule, DutyObject? About, HeldObligation Obligation);

    private async Task<Dictionary<string, Want>> WantedAsync(HeldPlan plan, CancellationToken cancel)
    {
        var tasks = await store.TasksOfAsync(plan.PlanId, cancel);
        var objects = new List<DutyObject>();
        await foreach (var one in store.StreamAsync(ObligationCollections.Objects, new() { Limit = 1000 }, cancel))
            if (!keepers.Any(keeper => keeper.Keeps(one.Body.Kind))) objects.Add(one.Body.ToDutyObject());
        foreach (var keeper in keepers)
            await foreach (var one in keeper.ListAsync(cancel)) objects.Add(one);
        var facts = new DutyPlan(plan.PlanId, plan.Year, plan.IssuedOn);

        var wanted = new Dictionary<string, Want>(StringComparer.Ordinal);
        foreach (var task in tasks)
            foreach (var rule in DutyBook.Of(task))
            {
                var day = rule.Schedule is Schedule.Within within ? await DayOfEventAsync(plan.PlanId, within.Event, cancel) : null;
                foreach (var duty in Duties.Of(rule, facts, objects, _ => day, calendar)) Add(task, rule, duty, null);
                if (rule.Schedule is Schedule.WhileACaseIsOpen && !rule.Optional)
                    foreach (var source in cases)
                        await foreach (var one in source.ListAsync(cancel))
                            if (objects.Find(each => each.Kind == rule.Each && (each.Site ?? each.Id) == one.Site) is { } about)
                                Add(task, rule, Duties.OfCase(rule, facts, one.Id, about, one.OpenedOn), one.Id);
            }
        return wanted;

        void Add(TaskLedger task, DutyRule rule, Duty duty, string? caseId) => wanted[duty.Id] = new(duty, rule,
            duty.ObjectId is null ? null : objects.Find(each => each.Kind == rule.Each && each.Id == duty.ObjectId),
            NewOf(plan, task, rule, duty, caseId));
    }

    private static HeldObligation NewOf(HeldPlan plan, TaskLedger task, DutyRule rule, Duty duty, string? caseId) => new()
    {
        Id = duty.Id,
        PlanId = plan.PlanId,
        IssuedOn = plan.IssuedOn,
        LedgerId = task.Id,
        Task = duty.Task,
        Rule = duty.Rule,
        Title = duty.Title,
        Nature = rule.Nature,
        Units = duty.Units,
        ObjectKind = rule.Each,
        ObjectId = duty.ObjectId,
        ObjectName = duty.ObjectName,
        CaseId = caseId,
        Period = duty.Period?.Id,
        From = duty.From,
        Due = duty.Due,
        Undated = duty.Undated,
        MissingYear = duty.MissingYear,
        Target = duty.Target,
        Since = duty.Since,
    };

    /// <summary>The day of the event as the newest uncorrected record states it.</summary>
    private async ValueTask<DateOnly?> DayOfEventAsync(string planId, string name, CancellationToken cancel)
    {
        var topic = RecordCollections.TopicOf(planId, RecordVocabulary.Event, name);
        HeldRecord? newest = null;
        await foreach (var held in store.StreamAsync(RecordCollections.Records,
                           new() { Index = RecordCollections.ByTopic, From = topic + "|", Before = topic + "}", Limit = 100 }, cancel))
            if (newest is null || held.Body.RecordedAt > newest.RecordedAt) newest = held.Body;
        return newest?.Record.On;
    }

    private async ValueTask<HeldObligation> ClosedAsync(HeldObligation obligation, Want want, DateTimeOffset now, CancellationToken cancel)
    {
        // A sample that was found is looked for again once a day, in case it was corrected: readings are many.
        if (want.Rule.Evidence is EvidenceRule.ByReading && obligation.MetOn is not null && _readingsAskedOn == ChinaTime.DayOf(now)) return obligation;
        Closing? closing = null;
        foreach (var source in sources.Where(source => source.Reads(want.Rule.Evidence)))
            closing ??= await source.FindAsync(new(obligation, want.Rule, want.About, ChinaTime.DayOf(now)), cancel);
        // What says the same keeps the same list, so that the comparison with what is on file sees no change.
        var evidence = closing?.Evidence ?? [];
        return obligation with { MetOn = closing?.On, Evidence = obligation.Evidence.SequenceEqual(evidence) ? obligation.Evidence : evidence };
    }

    private static HeldObligation Reminded(HeldObligation obligation, DateOnly today, DateTimeOffset now)
    {
        var status = obligation.At(today);
        if (obligation.EffectiveDue is not { } due || status.State is not (DutyState.Open or DutyState.Missed)
            || ReminderLadder.StepOn(due, today) is not { } step
            || obligation.Reminders.Any(sent => sent.Due == due && sent.Step >= step))
            return obligation;
        return obligation with { Reminders = [.. obligation.Reminders, new SentReminder(step, due, now)] };
    }

    private static bool IsNews(HeldObligation? before, HeldObligation after, DateOnly today) =>
        before is null || before != after with { Reminders = before.Reminders } || before.Reminders.Count != after.Reminders.Count
        || before.Told != after.At(today).State;

    /// <summary>Writes a batch and tells of it; what another round changed meanwhile is left to the next round.</summary>
    private async Task CommitAsync((Stored<HeldObligation>? Before, HeldObligation After)[] batch, DateTimeOffset now, CancellationToken cancel)
    {
        var commit = new Commit();
        var told = new List<ObligationTold>();
        var reminders = new List<ObligationReminder>();
        foreach (var (before, after) in batch)
        {
            var revised = after with { Told = after.At(ChinaTime.DayOf(now)).State, Revision = after.Revision + 1 };
            if (before is null) commit.Insert(ObligationCollections.Obligations, revised.Id, revised);
            else commit.Update(ObligationCollections.Obligations, revised.Id, before.Version, revised);
            told.Add(ObligationTelling.Of(revised, now));
            if (revised.Reminders.Count > (before?.Body.Reminders.Count ?? 0)) reminders.Add(ObligationTelling.ReminderOf(revised));
        }
        commit.Publish(new ObligationsChanged { Service = service.Name, Obligations = told });
        if (reminders.Count > 0) commit.Publish(new ObligationsReminded { Service = service.Name, Reminders = reminders });
        try
        {
            await store.CommitAsync(commit, cancel);
        }
        catch (DocumentConflictException) when (batch.Length > 1)
        {
            // One of them was changed meanwhile; the others must not wait for it.
            foreach (var one in batch) await CommitAsync([one], now, cancel);
        }
        catch (DocumentConflictException)
        {
            Wake();
        }
    }
}
