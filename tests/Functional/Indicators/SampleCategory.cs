using Bishui.Features;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Tasks;
using Bishui.Rules.Indicators;

namespace Bishui.Tests.Functional.Indicators;

/// <summary>A discharger as a test registers it.</summary>
[Register("outfalls", "入河排污口", "Outfalls", TestPlans.Topic, DutyObject = "outfall")]
internal sealed record Outfall
{
    [Field("名称", "name", IsName = true)]
    public required string Name { get; init; }

    [Field("规模以上", "above scale")]
    public required bool ScaleAbove { get; init; }

    [Field("在线监测", "on-line monitor")]
    public required bool OnlineMonitor { get; init; }

    [Field("评级日期", "graded on")]
    public DateOnly? GradedOn { get; init; }

    [Field("得分", "grade")]
    public decimal? Grade { get; init; }
}

/// <summary>A category with a register, indicators and a finding, as small as can be.</summary>
internal sealed class SampleCategory : ICategory
{
    public static string Name => "industrial";

    public static string NameZh => "样例";

    public static IReadOnlyList<Topic> Topics => [new(TestPlans.Topic, "样例主题", "sample topic", "测试"), new(TestPlans.OtherTopic, "另一主题", "another topic", "测试")];

    public static IReadOnlyList<Register> Registers => [Register.Of<Outfall>()];

    public static IReadOnlyList<Indicator> Indicators =>
    [
        Share with { Key = "monitored", Target = new IndicatorTarget.Fixed(50) { Side = TargetSide.AtLeast } },
        Share with { Key = "monitored-pending", Target = new IndicatorTarget.Pending("annual-water-use") { Side = TargetSide.AtLeast } },
        Share with { Key = "monitored-shown" },
        Share with { Key = "grade", Measure = GradesAsync, Target = new IndicatorTarget.Staged(100) { Side = TargetSide.AtLeast } },
    ];

    public static IReadOnlyList<FindingRule> Findings =>
    [
        new()
        {
            Key = "unmonitored",
            Topic = TestPlans.Topic,
            TitleZh = "规模以上排污口没有在线监测",
            TitleEn = "An outfall above scale without an on-line monitor",
            Source = "测试 / a test",
            Find = async (basis, cancel) =>
            [
                .. (await basis.RowsAsync<Outfall>(cancel)).Where(row => row.Values is { ScaleAbove: true, OnlineMonitor: false }).Select(row => new Finding
                {
                    ObjectId = row.Id,
                    ObjectName = row.Values.Name,
                    Since = row.From,
                    TextZh = "没有在线监测",
                    TextEn = "no on-line monitor",
                    Evidence = [row.Evidence],
                }),
            ],
        },
    ];

    private static Indicator Share => new()
    {
        Key = "",
        Topic = TestPlans.Topic,
        TitleZh = "在线监测率",
        TitleEn = "Share with an on-line monitor",
        FormulaZh = "有在线监测的排污口数 / 排污口数 × 100%",
        Rule = "test/1",
        Unit = "%",
        Source = "测试 / a test",
        Measure = async (basis, cancel) =>
        {
            var rows = await basis.RowsAsync<Outfall>(cancel);
            return Measured.Percent(rows.Count(row => row.Values.OnlineMonitor), rows.Count, [.. rows.Select(row => row.Evidence)]);
        },
    };

    private static async ValueTask<Measured> GradesAsync(Basis basis, CancellationToken cancel) => new()
    {
        Parts =
        [
            .. (await basis.RowsAsync<Outfall>(cancel)).Where(row => row.Values.Grade is not null).Select(row => new MeasuredPart
            {
                Id = row.Id,
                Name = row.Values.Name,
                Value = row.Values.Grade,
                Met = row.Values.Grade >= 60,
                Provisional = basis.On <= row.Values.GradedOn,
                Evidence = [row.Evidence],
            }),
        ],
    };
}
