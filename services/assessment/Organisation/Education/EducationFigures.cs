using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Assessment.Organisation.Education;

/// <summary>In what form the public was addressed.</summary>
internal enum EducationKind
{
    [Term("宣传活动", "campaign")]
    Campaign,

    [Term("课堂教育", "lesson")]
    Lesson,

    [Term("培训讲座", "training or lecture")]
    Training,

    [Term("媒体宣传", "media")]
    Media,

    [Term("志愿服务", "volunteering")]
    Volunteering,
}

/// <summary>An event of public education (task 42: 节水洁水，人人有责).</summary>
[Register("education-events", "节水洁水宣传教育活动", "Public education events", AssessmentTopics.Education)]
internal sealed record EducationEvent : IChecked<EducationEvent>
{
    [Field("活动名称", "Event", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("形式", "Kind")]
    public required EducationKind Kind { get; init; }

    [Field("举办日期", "Held on")]
    public required DateOnly HeldOn { get; init; }

    [Field("面向人群", "Audience", MaxLength = 200)]
    public string? Audience { get; init; }

    [Field("参与人数", "People", Min = 0)]
    public int? People { get; init; }

    [Field("人数为清点数", "Counted", HelpZh = "否为估计")]
    public bool? Counted { get; init; }

    [Field("链接", "Address", Pattern = @"https?://[^\s]+")]
    public string? Url { get; init; }

    public IEnumerable<FieldFault> Check(EducationEvent? before, DateOnly from)
    {
        foreach (var fault in RowFaults.NotLater(from, (nameof(HeldOn), HeldOn))) yield return fault;
        foreach (var fault in RowFaults.Needed(People is not null, nameof(Counted), Counted, "须说明是清点还是估计", "say whether it was counted or estimated")) yield return fault;
    }
}

/// <summary>How often the public was addressed (task 42); the plan prints no number.</summary>
internal static class EducationFigures
{
    public static IReadOnlyList<Register> Registers => [Register.Of<EducationEvent>()];

    public static IReadOnlyList<Indicator> Indicators =>
    [
        new()
        {
            Key = "education-events-held",
            Topic = AssessmentTopics.Education,
            TitleZh = "节水洁水宣传教育活动场次",
            TitleEn = "Public education events held",
            FormulaZh = "本年已举办的活动场次",
            Rule = "education-events/1",
            Unit = "场",
            Source = "计划第42项任务；计划未定数值",
            Measure = async (basis, cancel) =>
            {
                var rows = (await basis.RowsAsync<EducationEvent>(cancel)).Where(row => row.Values.HeldOn.Year == basis.Year && row.Values.HeldOn <= basis.On).ToList();
                // An empty register does not say that nothing was held.
                return rows.Count == 0 ? Measured.NoData : new()
                {
                    Value = rows.Count,
                    Period = FormattableString.Invariant($"{basis.Year}"),
                    Inputs =
                    [
                        new("清点人数", "people counted", rows.Where(row => row.Values.Counted == true).Sum(row => row.Values.People ?? 0), "人"),
                        new("估计人数", "people estimated", rows.Where(row => row.Values.Counted == false).Sum(row => row.Values.People ?? 0), "人"),
                    ],
                    Parts = [.. rows.GroupBy(row => (row.Unit, Half: row.Values.HeldOn.Month <= 6 ? "H1" : "H2")).OrderBy(part => part.Key).Select(part => new MeasuredPart
                    {
                        Id = $"{part.Key.Unit}/{part.Key.Half}",
                        Name = part.Key.Unit,
                        Value = part.Count(),
                        Period = $"{basis.Year}-{part.Key.Half}",
                        Evidence = [.. part.Select(row => row.Evidence)],
                    })],
                };
            },
        },
    ];
}
