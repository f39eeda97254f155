using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Bishui.Assessment.Common;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Scores;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;

namespace Bishui.Assessment.WhatIf;

/// <summary>One thing that is supposed to be otherwise, in the words of people. Which members it needs depends on its kind.</summary>
internal sealed record SupposedChange
{
    /// <summary>One of <see cref="SupposedChanges.Kinds"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>complete-task: number of the task.</summary>
    public int? Task { get; init; }

    /// <summary>complete-task: key of one leading unit, null for all of them; add-exceedance: the unit that answers for the site.</summary>
    public string? Unit { get; init; }

    /// <summary>complete-task, meet-duty: the civil day on which it is done.</summary>
    public DateOnly? On { get; init; }

    /// <summary>meet-duty, miss-duty: id of the duty.</summary>
    [MaxLength(500)]
    public string? Duty { get; init; }

    /// <summary>set-class, add-exceedance: id of the site.</summary>
    public string? Site { get; init; }

    /// <summary>set-class: the month, 2021-11.</summary>
    public string? Month { get; init; }

    /// <summary>set-class: I, II, III, IV, V or inferior-V.</summary>
    public string? Class { get; init; }

    /// <summary>dismiss-exceedance: id of the exceedance.</summary>
    public string? Exceedance { get; init; }

    /// <summary>add-exceedance: key of the parameter.</summary>
    public string? Parameter { get; init; }

    /// <summary>add-exceedance: when the sample was taken.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>measure-indicator: service and key, <c>domestic/load-rate</c>.</summary>
    public string? Indicator { get; init; }

    /// <summary>measure-indicator: its value.</summary>
    public decimal? Value { get; init; }

    /// <summary>measure-indicator: its target, where that is still pending.</summary>
    public decimal? Target { get; init; }

    /// <summary>remove-fact: id of the fact.</summary>
    [MaxLength(500)]
    public string? Fact { get; init; }

    /// <summary>add-fact: one of the fact types.</summary>
    public string? Type { get; init; }

    /// <summary>add-fact: the message as its service would send it; one of several events may hold as many.</summary>
    public JsonElement? Event { get; init; }
}

/// <summary>Turns what people suppose into facts of the same shape as real ones, with ids of their own.</summary>
internal sealed class SupposedChanges(ScorePage page, IReadOnlySet<string> onFile)
{
    public const string Prefix = "what-if:";

    public static IReadOnlyList<string> Kinds { get; } =
        ["complete-task", "meet-duty", "miss-duty", "set-class", "dismiss-exceedance", "add-exceedance", "measure-indicator", "remove-fact", "add-fact"];

    private readonly List<Fact> _added = [];
    private readonly HashSet<string> _removed = [];
    private readonly List<RowError> _errors = [];

    public IReadOnlyList<RowError> Errors => _errors;

    public Supposition Result => new() { Added = _added, Removed = _removed };

    private PlanAdopted Plan => page.Document.Plan;

    public void Take(int row, SupposedChange change)
    {
        switch (change.Kind)
        {
            case "complete-task": Complete(row, change); break;
            case "meet-duty" or "miss-duty": Settle(row, change); break;
            case "set-class": Classify(row, change); break;
            case "dismiss-exceedance": Dismiss(row, change); break;
            case "add-exceedance": Exceed(row, change); break;
            case "measure-indicator": Measure(row, change); break;
            case "remove-fact": Remove(row, change); break;
            case "add-fact": Add(row, change); break;
            default: Wrong(row, "kind", "unknown-kind", $"应为下列之一 / must be one of: {string.Join(", ", Kinds)}"); break;
        }
    }

    private void Complete(int row, SupposedChange change)
    {
        if (Plan.Tasks.FirstOrDefault(task => task.Number == change.Task) is not { } task)
        {
            Wrong(row, "task", "unknown-task", "计划中没有这项任务 / the plan has no such task");
            return;
        }
        if (change.Unit is { } lead && !task.LeadUnits.Contains(lead)) Wrong(row, "unit", "not-leading", "不是牵头单位 / does not lead the task");
        if (Day(row, change) is not { } on) return;
        foreach (var unit in change.Unit is null ? task.LeadUnits : [change.Unit])
            Put(row, FactTypes.Of(new CompletionReviewed
            {
                CompletionId = $"{Prefix}{row}-{unit}",
                Service = task.Service,
                PlanId = Plan.PlanId,
                Task = task.Number,
                Unit = unit,
                Reviewer = "",
                Decision = "accepted",
                Reason = "what-if",
                SubmittedAt = on,
                ReviewedAt = on,
                EntryId = $"{Prefix}{row}",
            }));
    }

    private void Settle(int row, SupposedChange change)
    {
        if (Plan.Tasks.SelectMany(page.Facts.DutiesOf).FirstOrDefault(duty => duty.Told.Id == change.Duty) is not { } file)
        {
            Wrong(row, "duty", "unknown-duty", "没有这个应办事项 / there is no such duty");
            return;
        }
        var met = change.Kind == "meet-duty";
        if ((met ? Day(row, change) : page.Facts.At) is not { } on) return;
        var day = ChinaTime.DayOf(on);
        Put(row, FactTypes.Of(file.Told with
        {
            Revision = file.Told.Revision + 1,
            State = !met ? "missed" : file.Told.Due < day ? "met-late" : "met",
            MetOn = met ? day : null,
            ChangedAt = Earlier(on),
        }, file.Service));
    }

    private void Classify(int row, SupposedChange change)
    {
        var known = page.Facts.Classifications.FirstOrDefault(told => told.Site == change.Site);
        var scored = page.Scheme.Items.OfType<Scoring.Rules.SectionClassItem>().Any(item => item.Sites.Contains(change.Site));
        if (known is null && !scored) Wrong(row, "site", "unknown-site", "没有这个断面或水源 / there is no such section or source");
        if (!CivilYears.TryReadDay($"{change.Month}-01", out var first)) Wrong(row, "month", "bad-month", "应如 / must be like 2021-11");
        else if (ChinaTime.StartOf(first) > page.Facts.At) Wrong(row, "month", "later", "晚于所问时刻 / is after the instant that is asked about");
        if (change.Class is null || WaterClasses.Find(change.Class) is null) Wrong(row, "class", "unknown-class", "应为 / must be I, II, III, IV, V 或 / or inferior-V");
        if (_errors.Exists(error => error.Index == row)) return;
        var last = ChinaTime.MonthOf(first).Last;
        Put(row, FactTypes.Of(new SectionClassified
        {
            Service = known?.Service ?? "ecological",
            Site = change.Site!,
            SiteName = known?.SiteName ?? change.Site!,
            SiteKind = known?.SiteKind ?? "river-section",
            From = first,
            To = last,
            Class = change.Class,
            Target = known?.Target,
            Complies = null,
            Provisional = false,
            Deciding = [],
            Means = [],
            Rule = "what-if",
            // Stands over whatever was determined up to now.
            DeterminedAt = page.Facts.At > CivilDays.EndOf(last) ? DateTimeOffset.MaxValue : page.Facts.At,
        }));
    }

    private void Dismiss(int row, SupposedChange change)
    {
        if (page.Facts.Exceedances.FirstOrDefault(told => told.ExceedanceId == change.Exceedance) is not { } told)
        {
            Wrong(row, "exceedance", "unknown-exceedance", "没有这起超标 / there is no such exceedance");
            return;
        }
        var held = page.Facts.CaseOf(told);
        Put(row, FactTypes.Of((held ?? new CaseTold
        {
            CaseId = told.ExceedanceId,
            Kind = "exceedance",
            Revision = 0,
            Site = told.Site,
            SiteKind = told.SiteKind,
            Tasks = told.Tasks,
            Parameter = told.Parameter,
            Rule = told.Rule,
            State = "registered",
            Unit = told.Unit,
            Since = told.TakenAt,
            OpenedAt = told.OpenedAt,
            ChangedAt = told.OpenedAt,
            ChangedBy = "what-if",
        }) with
        { Revision = (held?.Revision ?? 0) + 1, Verdict = "not-genuine", VerdictReason = "what-if", ChangedAt = page.Facts.At, ChangedBy = "what-if" }, told.Service));
    }

    private void Exceed(int row, SupposedChange change)
    {
        if (string.IsNullOrWhiteSpace(change.Site)) Wrong(row, "site", "missing", "须指明点位 / name the site");
        if (Plan.Units.All(unit => unit.Key != change.Unit)) Wrong(row, "unit", "unknown-unit", "计划中没有这个单位 / the plan names no such unit");
        if (string.IsNullOrWhiteSpace(change.Parameter)) Wrong(row, "parameter", "missing", "须指明参数 / name the parameter");
        if (change.TakenAt is not { } taken || taken > page.Facts.At) Wrong(row, "takenAt", "later", "须为所问时刻以前的时间 / must be a time up to the instant that is asked about");
        else if (!_errors.Exists(error => error.Index == row))
            Put(row, FactTypes.Of(new LimitExceeded
            {
                ExceedanceId = $"{Prefix}{row}",
                Service = "ecological",
                Site = change.Site!,
                SiteKind = "river-section",
                Unit = change.Unit!,
                Tasks = [],
                Parameter = change.Parameter!,
                Rule = "what-if",
                TakenAt = taken,
                Value = 0,
                LimitText = "",
                LimitUnit = "",
                Standard = "",
                Grade = "",
                OpenedAt = taken,
            }));
    }

    private void Measure(int row, SupposedChange change)
    {
        if (Plan.Tasks.SelectMany(page.Facts.IndicatorsOf).FirstOrDefault(file => $"{file.Service}/{file.Told.Key}" == change.Indicator) is not { } file)
        {
            Wrong(row, "indicator", "unknown-indicator", "没有这个考核指标，或尚未上报过 / there is no such indicator, or it was never told");
            return;
        }
        if (change.Value is not { } value)
        {
            Wrong(row, "value", "missing", "须给出数值 / give a value");
            return;
        }
        var target = change.Target ?? file.Told.Target;
        Put(row, FactTypes.Of(file.Told with
        {
            Revision = file.Told.Revision + 1,
            Value = value,
            Target = target,
            TargetSide = file.Told.TargetSide ?? (target is null ? null : "at-least"),
            State = target is null ? file.Told.State : (file.Told.TargetSide == "at-most" ? value <= target : value >= target) ? "met" : "missed",
            MeasuredAt = page.Facts.At,
        }, file.Service));
    }

    private void Remove(int row, SupposedChange change)
    {
        if (change.Fact is { } id && onFile.Contains(id)) _removed.Add(id);
        else Wrong(row, "fact", "unknown-fact", "没有这条事实 / there is no such fact");
    }

    private void Add(int row, SupposedChange change)
    {
        if (change.Type is not { } type || !FactTypes.All.Contains(type))
        {
            Wrong(row, "type", "unknown-type", $"应为下列之一 / must be one of: {string.Join(", ", FactTypes.All)}");
            return;
        }
        try
        {
            if (change.Event is { } told)
                foreach (var fact in FactTypes.Told(type, told)) Put(row, fact);
            else Wrong(row, "event", "missing", "须给出事件 / give the event");
        }
        catch (JsonException broken)
        {
            Wrong(row, "event", "bad-event", $"事件不合其类型 / the event does not fit its type: {DataFiles.Place(broken)}");
        }
    }

    private void Put(int row, Fact fact) => _added.Add(fact with { Id = $"{Prefix}{row}:{fact.Id}" });

    private DateTimeOffset? Day(int row, SupposedChange change)
    {
        if (change.On is { } on && ChinaTime.StartOf(on) <= page.Facts.At) return ChinaTime.StartOf(on);
        Wrong(row, "on", "later", "须为所问时刻以前的日期 / must be a day up to the instant that is asked about");
        return null;
    }

    private DateTimeOffset Earlier(DateTimeOffset one) => one < page.Facts.At ? one : page.Facts.At;

    private void Wrong(int row, string field, string code, string detail) => _errors.Add(new(row, field, code, detail));
}
