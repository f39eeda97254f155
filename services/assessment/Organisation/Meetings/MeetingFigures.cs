using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Assessment.Organisation.Meetings;

/// <summary>What a meeting is.</summary>
internal enum MeetingKind
{
    [Term("水污染防治工作会议", "work meeting")]
    Work,

    [Term("专题会议", "meeting on one subject")]
    Special,
}

/// <summary>A meeting on water pollution (task 39) with its minutes.</summary>
[Register("meetings", "水污染防治会议", "Meetings", AssessmentTopics.Meetings)]
internal sealed record Meeting : IChecked<Meeting>
{
    [Field("会议名称", "Meeting", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("会议类型", "Kind")]
    public required MeetingKind Kind { get; init; }

    [Field("召开日期", "Held on")]
    public required DateOnly HeldOn { get; init; }

    [Field("参会单位", "Units that took part")]
    public required IReadOnlyList<string> Units { get; init; }

    [Field("会议纪要文号", "Number of the minutes", MaxLength = 100)]
    public string? Minutes { get; init; }

    [Field("纪要校验值", "SHA-256 of the minutes", Pattern = "[0-9a-f]{64}", HelpZh = "上传纪要附件后得到的 SHA-256")]
    public string? MinutesSha256 { get; init; }

    public IEnumerable<FieldFault> Check(Meeting? before, DateOnly from) => RowFaults.NotLater(from, (nameof(HeldOn), HeldOn));
}

/// <summary>Something that a meeting decided, and what became of it.</summary>
[Register("meeting-decisions", "会议决定事项", "Decisions of meetings", AssessmentTopics.Meetings)]
internal sealed record MeetingDecision : IChecked<MeetingDecision>
{
    [Field("决定事项", "Decision", IsName = true, MaxLength = 500)]
    public required string Title { get; init; }

    [Field("会议", "Meeting", Refers = "meetings")]
    public required string Meeting { get; init; }

    [Field("责任单位", "Responsible unit", MaxLength = 100)]
    public required string Responsible { get; init; }

    [Field("完成时限", "Due on")]
    public required DateOnly DueOn { get; init; }

    [Field("完成日期", "Done on")]
    public DateOnly? DoneOn { get; init; }

    [Field("办理结果", "What was done", MaxLength = 1000)]
    public string? Outcome { get; init; }

    public IEnumerable<FieldFault> Check(MeetingDecision? before, DateOnly from)
    {
        foreach (var fault in RowFaults.NotLater(from, (nameof(DoneOn), DoneOn))) yield return fault;
        // What is late stays late.
        if (before is not null && before.DueOn != DueOn && before.DueOn < from) yield return new(nameof(DueOn), "due-passed", "完成时限已过，不得改期", "the day has passed and cannot be moved");
        foreach (var fault in RowFaults.Needed(DoneOn is not null, nameof(Outcome), Outcome, "须写明办理结果", "say what was done")) yield return fault;
    }
}

/// <summary>How meetings are followed up (task 39). How often they meet the plan leaves open.</summary>
internal static class MeetingFigures
{
    public static IReadOnlyList<Register> Registers => [Register.Of<Meeting>(), Register.Of<MeetingDecision>()];

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "decisions-carried-out",
            Topic = AssessmentTopics.Meetings,
            TitleZh = "会议决定事项按期落实率",
            TitleEn = "Decisions of meetings carried out in time",
            FormulaZh = "按期完成的决定事项数 ÷（已完成和已到期的决定事项数） × 100%",
            Rule = "decisions-carried-out/1",
            Unit = "%",
            NumeratorZh = "按期完成的决定事项数",
            DenominatorZh = "已完成和已到期的决定事项数",
            Source = OrganisationRules.Carried.SourceOf(AssessmentTopics.Meetings),
            Measure = async (basis, cancel) =>
            {
                var due = (await basis.RowsAsync<MeetingDecision>(cancel)).Where(row => row.Values.DoneOn is not null || row.Values.DueOn < basis.On).ToList();
                return Measured.Percent(due.Count(InTime), due.Count, []) with
                {
                    Parts = [.. due.Select(row => new MeasuredPart { Id = row.Id, Name = row.Values.Title, Met = InTime(row), Evidence = [row.Evidence] })],
                };
            },
        },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "decision-overdue",
            Topic = AssessmentTopics.Meetings,
            TitleZh = "会议决定事项逾期未落实",
            TitleEn = "Decision of a meeting overdue",
            Source = OrganisationRules.Carried.SourceOf(AssessmentTopics.Meetings),
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<MeetingDecision>(cancel)).Where(row => row.Values.DoneOn is null && row.Values.DueOn < basis.On)
                .Select(row => new Finding
                {
                    ObjectId = row.Id,
                    ObjectName = row.Values.Title,
                    Since = row.Values.DueOn.AddDays(1),
                    TextZh = $"应由{row.Values.Responsible}于 {row.Values.DueOn:yyyy-MM-dd} 前完成",
                    TextEn = $"was due by {row.Values.DueOn:yyyy-MM-dd}",
                    Evidence = [row.Evidence],
                })],
        },
        new()
        {
            Key = "meeting-without-minutes",
            Topic = AssessmentTopics.Meetings,
            TitleZh = "会议没有纪要",
            TitleEn = "Meeting without minutes",
            Source = OrganisationRules.Carried.SourceOf(AssessmentTopics.Meetings),
            Find = async (basis, cancel) => [.. (await basis.RowsAsync<Meeting>(cancel)).Where(row => row.Values.Minutes is null && row.Values.MinutesSha256 is null)
                .Select(row => new Finding { ObjectId = row.Id, ObjectName = row.Values.Title, Since = row.Values.HeldOn, TextZh = "未登记会议纪要", TextEn = "no minutes are on file", Evidence = [row.Evidence] })],
        },
    ];

    private static bool InTime(Row<MeetingDecision> row) => row.Values.DoneOn <= row.Values.DueOn;
}
