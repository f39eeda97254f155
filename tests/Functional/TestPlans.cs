using Bishui.Contracts.Plans;

namespace Bishui.Tests.Functional;

/// <summary>A small plan that gives three tasks to one service.</summary>
internal static class TestPlans
{
    public const string Lead = "ecology-bureau";
    public const string OtherLead = "agriculture-rural-bureau";
    public const string Cooperating = "towns";
    public const string Stranger = "education-bureau";
    public const string Committee = "ecology-committee";

    /// <summary>The topic of task 29.</summary>
    public const string Topic = "function-zones";

    /// <summary>The topic of task 30.</summary>
    public const string OtherTopic = "aquatic-ecology";

    public static PlanAdopted For(string service, int version = 1, string content = "每月监测一次") => new()
    {
        PlanId = "test-2021",
        Version = version,
        DocumentNumber = "测试〔2021〕1号",
        Title = "测试计划",
        Area = "测试区",
        Year = 2021,
        IssuedOn = new DateOnly(2021, 11, 1),
        AdoptedAt = new DateTimeOffset(2021, 11, 1, 9, 0, 0, TimeSpan.FromHours(8)),
        Units = [],
        Objectives = [],
        DrinkingWaterSources =
        [
            new DrinkingWaterSource
            {
                Number = 2, Name = "柳南水厂", WaterBody = "河流", Longitude = 109.42m, Latitude = 24.32m, TargetClass = "III",
            },
        ],
        WaterFunctionZones =
        [
            new WaterFunctionZone
            {
                Code = "G167-08-2-0042", Name = "柳江社冲、露塘渔业、工业用水区", WaterBody = "柳江", RiverSection = "露塘",
                Longitude = 109.31m, Latitude = 24.46m, TargetClass = "III",
            },
        ],
        Tasks =
        [
            Task(29, service, [Lead], [Cooperating], content, Topic),
            Task(30, service, [OtherLead, Lead], [OtherLead], content, OtherTopic),
            Task(31, service, [Committee], [], content, "ecological-flow"),
            Task(44, service == "risk" ? "industrial" : "risk", [Lead], [], content, "ledgers"),
        ],
    };

    private static PlanTask Task(int number, string service, string[] leads, string[] cooperating, string content, string topic) => new()
    {
        Number = number,
        Section = "一、防治任务",
        Category = "（八）重点流域污染防治类任务",
        Title = "加强水功能区管理",
        Content = content,
        LeadUnits = leads,
        CooperatingUnits = cooperating,
        ReviewUnits = [Committee, Lead],
        DeadlineText = "年底前",
        Deadline = new DateOnly(2021, 12, 31),
        Service = service,
        Topics = [topic],
    };
}
