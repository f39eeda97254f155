using System.Text.Json.Nodes;
using Bishui.Assessment.Common;
using Bishui.Assessment.Plan;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

public sealed class PlanDataTests
{
    private static readonly DateTimeOffset Now = new(2021, 11, 1, 8, 0, 0, TimeSpan.FromHours(8));
    private static readonly PlanTranscription Printed = PlanFiles.Transcription(PlanFiles.Shipped);
    private static readonly PlanReading Reading = PlanFiles.Reading(PlanFiles.Shipped);
    private static readonly PlanDocument Document = PlanFiles.Load(PlanFiles.Shipped, Now);
    private static readonly JsonNode Raw = JsonNode.Parse(DataFiles.Text("plans/liunan-2021.json"))!;
    private static readonly Dictionary<string, string> NameOf = Reading.Units.ToDictionary(unit => unit.Key, unit => unit.Name);

    [Fact]
    public void The_plan_has_its_printed_extent()
    {
        var plan = Document.Plan;
        Assert.Equal((45, 3, 2, 1, 16, 18),
            (plan.Tasks.Count, plan.Objectives.Count, plan.DrinkingWaterSources.Count, plan.WaterFunctionZones.Count, Document.Addressees.Count, plan.Units.Count));
        Assert.Equal(("liunan-2021", 1, "柳南政办〔2021〕16号", 2021, new DateOnly(2021, 11, 1)),
            (plan.PlanId, plan.Version, plan.DocumentNumber, plan.Year, plan.IssuedOn));
        Assert.Equal(Now, plan.AdoptedAt);
    }

    [Fact]
    public void Tasks_keep_their_wording()
    {
        foreach (var row in Raw["tasks"]!.AsArray())
        {
            var task = Document.Plan.Tasks.Single(task => task.Number == (int)row!["number"]!);
            Assert.Equal((string)row!["section"]!, task.Section);
            Assert.Equal((string)row["category"]!, task.Category);
            Assert.Equal((string)row["title"]!, task.Title);
            Assert.Equal((string)row["content"]!, task.Content);
            Assert.Equal((string)row["deadline"]!, task.DeadlineText);
            var wording = Document.Wordings.Single(wording => wording.Number == task.Number);
            Assert.Equal((string)row["lead_cell"]!, wording.LeadText);
            Assert.Equal((string)row["cooperating_cell"]!, wording.CooperatingText);
        }
        Assert.StartsWith("全面排查不符合产业政策", Document.Plan.Tasks[0].Content, StringComparison.Ordinal);
    }

    /// <summary>The transcription's own index of units was made apart from its task rows: both must say the same.</summary>
    [Fact]
    public void Units_hold_the_roles_that_the_index_of_units_lists()
    {
        var index = Raw["organisations"]!.AsArray();
        Assert.Equal(18, index.Count);
        foreach (var unit in index)
        {
            var key = Reading.Units.Single(each => each.Name == (string)unit!["name"]!).Key;
            Assert.Equal(Numbers(unit!["lead_tasks"]!), Document.Plan.Tasks.Where(task => task.LeadUnits.Contains(key) && task.Number != 44).Select(task => task.Number));
            Assert.Equal(Numbers(unit["cooperating_tasks"]!), Document.Plan.Tasks.Where(task => task.CooperatingUnits.Contains(key) && task.Number is not 43 and not 44).Select(task => task.Number));
        }
    }

    [Theory]
    [InlineData("ecology-bureau", 21)]
    [InlineData("agriculture-rural-bureau", 15)]
    [InlineData("housing-construction-bureau", 12)]
    [InlineData("health-bureau", 4)]
    [InlineData("ecology-committee", 1)]
    [InlineData("towns", 0)]
    public void Units_lead_so_many_tasks_by_name(string unit, int tasks) =>
        Assert.Equal(tasks, Printed.Tasks.Count(task => task.LeadUnits.Contains(NameOf[unit])));

    [Fact]
    public void Sets_are_resolved_to_the_units_they_stand_for()
    {
        var groups = Raw["group_references"]!;
        var leading = Members(groups["本计划中所有牵头单位"]!);
        var cooperating = Members(groups["本计划中所有配合单位"]!);
        Assert.Equal((13, 16), (leading.Count, cooperating.Count));
        Assert.Equal(leading, Task(44).LeadUnits.Select(key => NameOf[key]).ToHashSet());
        Assert.Equal(cooperating, Task(44).CooperatingUnits.Select(key => NameOf[key]).ToHashSet());
        Assert.Equal(leading, Task(43).CooperatingUnits.Select(key => NameOf[key]).ToHashSet());
        Assert.Equal(2, Document.Sets.Count);
    }

    [Fact]
    public void Every_task_belongs_to_the_service_of_its_category()
    {
        static string Expected(int number) => number switch
        {
            <= 3 or 14 or 15 => "industrial",
            <= 7 => "domestic",
            <= 9 => "agricultural",
            10 => "shipping",
            <= 13 => "risk",
            <= 27 => "water-saving",
            <= 37 => "ecological",
            _ => "assessment",
        };
        Assert.All(Document.Plan.Tasks, task => Assert.Equal(Expected(task.Number), task.Service));
    }

    [Fact]
    public void Deadlines_are_read_and_an_open_anchor_stays_open()
    {
        Assert.Equal(44, Document.Plan.Tasks.Count(task => task.Deadline == new DateOnly(2021, 12, 31)));
        Assert.Null(Task(38).Deadline);
        Assert.Equal("自治区公布工作计划后45个工作日内", Task(38).DeadlineText);
    }

    [Fact]
    public void The_committee_reviews_and_a_second_reviewer_stands_by_where_it_leads_itself()
    {
        Assert.Equal(["ecology-committee"], Task(1).ReviewUnits);
        Assert.Equal(["ecology-committee", "ecology-bureau"], Task(38).ReviewUnits);
        Assert.Equal(["ecology-committee", "ecology-bureau"], Task(44).ReviewUnits);
        Assert.All(Document.Plan.Tasks, task => Assert.All(task.LeadUnits, lead => Assert.NotEmpty(task.ReviewUnits.Except([lead]))));
    }

    [Fact]
    public void Annexes_carry_their_numbers_and_target_classes()
    {
        var zone = Assert.Single(Document.Plan.WaterFunctionZones);
        Assert.Equal(("G167-08-2-0042", "露塘", "III", 109.31m, 24.46m), (zone.Code, zone.RiverSection, zone.TargetClass, zone.Longitude, zone.Latitude));
        Assert.Equal(["柳西水厂（原河西水厂）", "柳南水厂"], Document.Plan.DrinkingWaterSources.Select(source => source.Name));
        Assert.All(Document.Plan.DrinkingWaterSources, source => Assert.Equal("III", source.TargetClass));
    }

    [Fact]
    public void A_faulty_plan_is_refused_with_task_and_field()
    {
        Refused(Change(7, row => row with { LeadUnits = ["区水利局"] }), Reading, "task 7: lead_units: '区水利局' is neither a unit with a key nor a set");
        Refused(Change(9, row => row with { CooperatingUnits = ["涉农街道"] }), Reading, "task 9: cooperating_units: '涉农街道' is neither");
        Refused(Change(3, row => row with { LeadUnits = [] }), Reading, "task 3: lead_units: names nobody");
        Refused(Change(5, row => row with { Title = "" }), Reading, "task 5: title: is empty");
        Refused(Change(6, row => row with { Content = "" }), Reading, "task 6: content: is empty");
        Refused(Change(11, row => row with { Deadline = "尽快" }), Reading, "task 11: deadline: '尽快' has no reading");
        Refused(Change(12, row => row with { Number = 13 }), Reading, "task 13: number: used by 2 rows", "task 12: number: no row has it");
        Refused(Printed with { Tasks = [.. Printed.Tasks.SkipLast(1)] }, Reading, "tasks: 44 rows, but task_table.task_count says 45", "task 45: service: routed to assessment, but the plan has no such task");
        Refused(Printed with { DistributionUnits = ["区水利局"] }, Reading, "distribution_units: '区水利局' is neither");
        Refused(Printed with { Plan = Printed.Plan with { Year = 20210 } }, Reading, "plan.year: 20210 is not about 2021", "deadlines: 全年: 2021-12-31 is neither in 20210");
        Refused(Printed with { Source = " " }, Reading, "source: says nothing");
        Refused(Printed with { DrinkingWaterSources = [Printed.DrinkingWaterSources[0] with { Target = "Ⅶ类", Longitude = "东经109度" }] }, Reading,
            "drinking-water source 1: target: 'Ⅶ类' has no reading", "drinking-water source 1: longitude: '东经109度' is no number");
    }

    [Fact]
    public void A_faulty_reading_is_refused_with_task_and_field()
    {
        Refused(Printed, Reading with { Services = [.. Reading.Services.Where(entry => entry.Service != "shipping")] }, "task 10: service: routed to none");
        Refused(Printed, Route("industrial", [1, 2, 3, 4, 14, 15]), "task 4: service: routed to both industrial and domestic");
        Refused(Printed, Route("industrial", [1, 2, 3, 14, 15, 46]), "task 46: service: routed to industrial, but the plan has no such task");
        Refused(Printed, Reading with { Services = [.. Reading.Services.Select(entry => entry.Service == "risk" ? entry with { Service = "risks" } : entry)] },
            "services: 'risks' is none of industrial, domestic");
        Refused(Printed, Reading with { Units = [.. Reading.Units.Where(unit => unit.Key != "finance-bureau")] }, "task 45: lead_units: '区财政局' is neither");
        Refused(Printed, Reading with { Units = [.. Reading.Units, Reading.Units[0]] }, "units: key 'ecology-bureau' is used twice", "units: name '柳南生态环境局' is used twice");
        Refused(Printed, Reading with { Units = [.. Reading.Units, new() { Key = "water-bureau", Name = "区水利局", Kind = "bureau" }] }, "units: water-bureau holds no role in any task");
        Refused(Printed, Reading with { Units = [.. Reading.Units.Select(unit => unit.Key == "towns" ? unit with { Key = "The Towns", Kind = "crowd" } : unit)] },
            "units: key 'The Towns' is not lower-case", "units: The Towns: kind 'crowd' is none of bureau, committee, group");
        Refused(Printed, Reading with { Sets = [Reading.Sets[0] with { Members = "all" }, Reading.Sets[1]] }, "sets: 本计划中所有牵头单位: members 'all' is neither leading nor cooperating");
        Refused(Printed, Reading with { Sets = [Reading.Sets[1]] }, "task 43: cooperating_units: '本计划中所有牵头单位' is neither", "task 44: lead_units: '本计划中所有牵头单位' is neither");
        Refused(Printed, Reading with { Review = Reading.Review with { Otherwise = ["the-committee"] } }, "review: 'the-committee' is no unit's key");
    }

    [Fact]
    public void Parts_have_the_leads_that_the_clause_prints()
    {
        Assert.Equal(
            [("source-water", "饮用水水源", "ecology-bureau"), ("plant-outlet", "供水厂出水", "housing-construction-bureau,agriculture-rural-bureau"), ("tap-water", "用户水龙头水质", "health-bureau")],
            Task(32).Parts!.Select(part => (part.Key, part.Title, string.Join(',', part.LeadUnits))));
        Assert.All(Document.Plan.Tasks.Where(task => task.Number != 32), task => Assert.Null(task.Parts));
    }

    [Fact]
    public void Figures_from_above_are_pending_targets_of_their_tasks() => Assert.Equal(
        ["9 rural-sewage-treatment-rate", "18 annual-water-use", "25 irrigated-area", "26 irrigation-water-use-coefficient", "26 irrigation-effective-use-coefficient", "27 water-use-per-gdp", "27 water-use-per-industrial-added-value"],
        Document.Plan.Tasks.SelectMany(task => (task.Targets ?? []).Select(target => $"{task.Number} {target.Key}")));

    [Fact]
    public void Every_task_has_a_key_of_its_own_and_tells_whether_a_list_of_units_is_open()
    {
        Assert.Equal(Enumerable.Range(1, 45).Select(number => $"t{number}"), Document.Plan.Tasks.Select(task => task.Key));
        Assert.Equal(Printed.Tasks.Where(row => row.LeadEtc || row.CooperatingEtc).Select(row => row.Number),
            Document.Plan.Tasks.Where(task => task.OpenEnded == true).Select(task => task.Number));
        Assert.True(Task(45).OpenEnded);
        Assert.False(Task(37).OpenEnded);
    }

    [Fact]
    public void Groups_are_open_sets_and_one_is_part_of_another() => Assert.Equal(
        [new("towns", null), new("subdistricts", null), new OpenSet("agricultural-subdistricts", "subdistricts")], Document.OpenSets);

    [Fact]
    public void Faulty_parts_targets_keys_and_sets_are_refused()
    {
        Refused(Printed, Reading with { Parts = [.. Reading.Parts.Skip(1)] }, "task 32: parts: '饮用水水源' has no reading");
        Refused(Printed, Reading with { Parts = [.. Reading.Parts, Reading.Parts[0] with { Part = "瓶装水", Key = "bottled" }] }, "task 32: parts: '瓶装水' is not printed");
        Refused(Printed, Reading with { Parts = [.. Reading.Parts.Select(part => part with { Key = "all" })] }, "task 32: parts: key 'all' is used 3 times");
        Refused(Change(32, row => row with { PartLeads = [row.PartLeads![0] with { LeadUnits = ["区科技局"] }, .. row.PartLeads.Skip(1)] }), Reading,
            "task 32: parts: 饮用水水源: science-technology-bureau does not lead the task");
        Refused(Printed, Reading with { Targets = [Reading.Targets[0] with { Task = 46 }] }, "targets: rural-sewage-treatment-rate: the plan has no task 46");
        Refused(Printed, Reading with { Targets = [Reading.Targets[0], Reading.Targets[0] with { Task = 18 }] }, "targets: key 'rural-sewage-treatment-rate' is used 2 times");
        Refused(Printed, Reading with { Keys = [new() { Number = 3, Key = "t4" }] }, "keys: 't4' is held by the tasks 3, 4");
        Refused(Printed, Reading with { Keys = [new() { Number = 46, Key = "t46" }] }, "task 46: key: the plan has no such task");
        Refused(Printed, Reading with { OpenSets = [.. Reading.OpenSets.Skip(1)] }, "openSets: towns is a group and has no reading");
        Refused(Printed, Reading with { OpenSets = [Reading.OpenSets[0] with { Unit = "finance-bureau" }, .. Reading.OpenSets.Skip(1)] }, "openSets: 'finance-bureau' is no unit of the kind group");
        Refused(Printed, Reading with { OpenSets = [.. Reading.OpenSets.Take(2), Reading.OpenSets[2] with { SubsetOf = "villages" }] }, "openSets: agricultural-subdistricts: subsetOf: 'villages' is no other open set");
    }

    [Fact]
    public void A_renumbered_task_keeps_its_key()
    {
        var swapped = Reading with { Keys = [new() { Number = 3, Key = "t4" }, new() { Number = 4, Key = "t3" }] };
        var plan = PlanBuilder.Build(Printed, swapped, Now).Plan;
        Assert.Equal(("t4", "t3", "t5"), (plan.Tasks[2].Key, plan.Tasks[3].Key, plan.Tasks[4].Key));
    }

    [Fact]
    public void What_the_wording_leaves_open_is_told()
    {
        var findings = PlanFindings.Of(Document).ToLookup(finding => finding.Code, finding => finding.Task!.Value);
        Assert.Equal([30], findings["lead-and-cooperating"]);
        Assert.Equal([32], findings["parts"]);
        Assert.Equal([25], findings["odd-title"]);
        Assert.Equal([38], findings["open-anchor"]);
        Assert.Equal([9, 18, 25, 26, 26, 27, 27], findings["pending-target"]);
        Assert.Equal([3, 5, 12, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 31, 33, 34, 35, 36], findings["inherited-title"]);
        Assert.Contains("2020年，", PlanFindings.Of(Document).Single(finding => finding.Code == "odd-title").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_member_of_the_reading_is_refused_with_its_place()
    {
        var text = DataFiles.Text("plans/liunan-2021.reading.json").Replace("\"lastDay\"", "\"lastday\"", StringComparison.Ordinal);
        var refused = Assert.Throws<DataFileException>(() => PlanFiles.ParseReading("plans/test.json", text));
        Assert.Contains("lastday", refused.Message, StringComparison.Ordinal);
        Assert.Contains("$.deadlines[0]", refused.Message, StringComparison.Ordinal);
    }

    private static Bishui.Contracts.Plans.PlanTask Task(int number) => Document.Plan.Tasks.Single(task => task.Number == number);

    private static IEnumerable<int> Numbers(JsonNode array) => array.AsArray().Select(number => (int)number!);

    private static HashSet<string> Members(JsonNode group) => [.. group["members"]!.AsArray().Select(name => (string)name!)];

    private static PlanTranscription Change(int number, Func<TaskRow, TaskRow> change) =>
        Printed with { Tasks = [.. Printed.Tasks.Select(row => row.Number == number ? change(row) : row)] };

    private static PlanReading Route(string service, IReadOnlyList<int> tasks) =>
        Reading with { Services = [.. Reading.Services.Select(entry => entry.Service == service ? entry with { Tasks = tasks } : entry)] };

    private static void Refused(PlanTranscription printed, PlanReading reading, params string[] faults)
    {
        var refused = Assert.Throws<DataFileException>(() => PlanBuilder.Build(printed, reading, Now));
        foreach (var fault in faults)
            Assert.True(refused.Faults.Any(each => each.StartsWith(fault, StringComparison.Ordinal)), $"'{fault}' not in: {refused.Message}");
    }
}
