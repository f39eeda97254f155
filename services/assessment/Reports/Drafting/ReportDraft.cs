using Bishui.Assessment.Scores;
using Bishui.Hosting.Identity;
using Bishui.Rules.Obligations;
using Bishui.Rules.Standards;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>A report as it comes from the facts, before anybody wrote in it: a function of the page, the scope and the period.</summary>
internal static class ReportDraft
{
    public static Report Of(ScorePage page, ReportKind kind, string scope, Period span, Caller caller, DateTimeOffset now, StandardLibrary standards)
    {
        var brief = new Brief(page, scope == Report.District ? null : scope, span, standards);
        ReportSection[] sections =
        [
            OverallSection.Of(brief), TaskSection.Of(brief), IndicatorSection.Of(brief), DutySection.Of(brief), QualitySection.Of(brief),
            ExceedanceSection.Of(brief), GapSection.Of(brief), new() { Key = "next", Heading = "下一步工作", ForPeople = true },
        ];
        var entries = TaskSection.Entries(brief);
        return new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Kind = kind,
            Scope = scope,
            Period = span.Id,
            Unit = caller.Unit,
            UnitName = brief.NameOf(caller.Unit),
            Title = $"{(brief.Unit is { } unit ? brief.NameOf(unit) : page.Document.Plan.Area)}{span.Year}年{Part(span)}水污染防治工作总结",
            At = page.Facts.At,
            KnownAt = now,
            PlanId = brief.Plan.PlanId,
            PlanVersion = brief.Plan.Version,
            Scheme = page.Scheme.Key,
            SchemeVersion = page.Scheme.Version,
            State = ReportState.Draft,
            Sections = sections,
            Sources = brief.Sources.All,
            Entries = entries,
            DraftedBy = caller.ClientId,
        };
    }

    private static string Part(Period span) => span.Kind == PeriodKind.Year ? "全年" : span.Number == 1 ? "上半年" : "下半年";
}
