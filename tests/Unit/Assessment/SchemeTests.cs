using System.Text.Json.Nodes;
using Bishui.Assessment.Common;
using Bishui.Assessment.Scoring;
using Bishui.Assessment.Scoring.Rules;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

public sealed class SchemeTests
{
    [Fact]
    public void Items_follow_their_topics_into_a_plan_whose_tasks_have_other_numbers_and_keys()
    {
        var plan = Told.Plan with
        {
            PlanId = "liunan-2022",
            Tasks =
            [
                .. Told.Plan.Tasks.Select(task => task with { Number = 46 - task.Number, Key = $"n{task.Number}" }),
                Told.Plan.Tasks[0] with { Number = 46, Key = "n46", Topics = ["function-zones", "black-odorous"] },
                Told.Plan.Tasks[0] with { Number = 47, Key = "n47", Topics = [] },
            ],
        };
        var scheme = SchemeFiles.LoadFor(plan);
        Assert.Equal([17, 46], Named("national-section").Tasks);
        Assert.Equal([9, 46], Named("black-odorous-water").Tasks);
        Assert.Equal(Enumerable.Range(1, 47), Named("duties").Tasks.Order());
        Assert.Equal(Enumerable.Range(1, 47), scheme.Part(Scheme.Work)!.Items.OfType<CompletionItem>().SelectMany(item => item.Tasks).Order());
        Assert.Empty(SchemeFit.Lost(SchemeFiles.Load(SchemeFiles.Shipped, Told.Plan), Told.Plan, plan));

        SchemeItem Named(string key) => scheme.Items.Single(item => item.Key == key);
    }

    [Fact]
    public void The_shipped_scheme_fits_the_plan_and_says_which_numbers_are_ours()
    {
        var scheme = Told.Scheme;
        Assert.Equal((100m, 100m), (scheme.Part("quality")!.Maximum, scheme.Part("work")!.Maximum));
        Assert.Equal("verified", scheme.Grading.Confidence);
        Assert.Equal([90m, 80m, 60m, 0m], scheme.Grading.Grades.Select(grade => grade.From));
        Assert.Equal(60m, scheme.Grading.Check!.Below);
        Assert.Equal("choice", scheme.Roles.Confidence);
        Assert.All(scheme.Items, item => Assert.Equal("choice", item.Confidence));
        Assert.Equal(Enumerable.Range(1, 45), scheme.Part("work")!.Items.OfType<CompletionItem>().SelectMany(item => item.Tasks));
    }

    [Fact]
    public void A_faulty_scheme_is_refused_with_the_item_and_the_member()
    {
        Refused(scheme => Item(scheme, 0)["rule"] = "by-feel", "item national-section: rule: 'by-feel' is none of completion, section-class, per-occurrence, on-time");
        Refused(scheme => Item(scheme, 0).Remove("rule"), "item national-section: rule: '' is none of");
        Refused(scheme => Item(scheme, 0)["wieght"] = 3, "item national-section: The JSON property 'wieght' could not be mapped");
        Refused(scheme => Item(scheme, 0)["weight"] = "35", "item national-section: The JSON value could not be converted");
        Refused(scheme => Item(scheme, 0)["weight"] = 0, "item national-section: weight: 0 is not above 0");
        Refused(scheme => Item(scheme, 0)["target"] = "Ⅵ", "item national-section: target: 'Ⅵ' is no class from I to V");
        Refused(scheme => Item(scheme, 0)["target"] = "inferior-V", "item national-section: target: 'inferior-V' is no class");
        Refused(scheme => Item(scheme, 0)["sites"] = new JsonArray(), "item national-section: sites: names none");
        Refused(scheme => Item(scheme, 0)["topics"] = new JsonArray(), "item national-section: tasks: names none");
        Refused(scheme => Item(scheme, 0)["topics"] = new JsonArray("function-zone"), "item national-section: topics: no task of the plan carries 'function-zone'");
        Refused(scheme => Item(scheme, 0)["topics"] = new JsonArray("function-zones", "function-zones"), "item national-section: topics: names 'function-zones' twice");
        Refused(scheme => Item(scheme, 0)["tasks"] = new JsonArray(29), "item national-section: tasks: names more than one of topics, tasks and everyTask");
        Refused(scheme => ByNumber(Item(scheme, 0), 29, 46), "item national-section: tasks: the plan has no task 46");
        Refused(scheme => ByNumber(Item(scheme, 0), 29, 29), "item national-section: tasks: names one twice");
        Refused(scheme => Item(scheme, 0)["confidence"] = "sure", "item national-section: confidence: 'sure' is none of");
        Refused(scheme => Item(scheme, 0)["note"] = "", "item national-section: note: does not say");
        Refused(scheme => Item(scheme, 0)["title"] = " ", "item national-section: title: is empty");
        Refused(scheme => Item(scheme, 1)["key"] = "national-section", "item national-section: key: used 2 times");
        Refused(scheme => Item(scheme, 1)["key"] = "Zone 1", "item Zone 1: key: is not lower-case");
        Refused(scheme => Item(scheme, 2)["lateShare"] = 1.1, "item black-odorous-water: lateShare: 1.1 is not between 0 and 1");
        Refused(scheme => Item(scheme, 4)["each"] = 0, "item exceedances: each: 0 is not above 0");
        Refused(scheme => Item(scheme, 4)["cap"] = 2, "item exceedances: cap: 2 is not between 0 and 1");
        Refused(scheme => Item(scheme, 4)["floor"] = -0.1, "item exceedances: floor: -0.1 is not between 0 and 1");
        Refused(scheme => Item(scheme, 4)["absence"] = "fine", "item exceedances: absence: 'fine' is neither no-data nor full");
        Refused(scheme => Item(scheme, 4)["sites"] = new JsonArray(), "item exceedances: sites: names none");
        Refused(scheme => scheme["parts"]![0]!["items"]![0] = 5, "quality item 1: is no object");
        Refused(scheme => scheme["parts"]![0]!["items"] = new JsonArray(), "quality: items: there are none");
        Refused(scheme => scheme["parts"]![0]!["maximum"] = 99.5, "quality: maximum: 99.5 is no whole number");
        Refused(scheme => ByNumber(scheme["parts"]![1]!["items"]![0]!.AsObject(), [.. Enumerable.Range(1, 45).Where(number => number != 7)]), "work: task 7 is in no completion item");
        Refused(scheme =>
        {
            var twin = scheme["parts"]![1]!["items"]![0]!.DeepClone();
            twin["key"] = "again";
            ByNumber(twin.AsObject(), 8);
            scheme["parts"]![1]!["items"]!.AsArray().Add(twin);
        }, "work: task 8 is in more than one completion item: task, again");
        Refused(scheme => scheme["step"] = 0.0003, "step: 0.0003 does not divide a point");
        Refused(scheme => scheme["planId"] = "liunan-2022", "planId: scores liunan-2022, but the plan is liunan-2021");
        Refused(scheme => scheme["version"] = 0, "version: 0 is not 1 or more");
        Refused(scheme => scheme["roles"]!["cooperating"] = 1.5, "roles: cooperating: 1.5 is not above 0 and at most 1", "roles: cooperating: counts more than leading");
        Refused(scheme => scheme["grading"]!["grades"]![1]!["from"] = 95, "grading: grade good: from: 95 is not below the 90 of excellent");
        Refused(scheme => scheme["grading"]!["grades"]![3]!["from"] = 10, "grading: grade unqualified: from: the lowest grade starts at 0");
        Refused(scheme => scheme["grading"]!["grades"]![3]!["key"] = "good", "grading: grade good: used twice");
    }

    [Fact]
    public void A_scheme_with_an_unknown_or_doubled_member_is_refused()
    {
        Refused(scheme => scheme["bonus"] = 5, "The JSON property 'bonus' could not be mapped");
        var text = DataFiles.Text("schemes/liunan-2021-v1.json").Replace("\"version\": 1,", "\"version\": 1, \"version\": 2,", StringComparison.Ordinal);
        Assert.Contains("version", Assert.Throws<DataFileException>(() => SchemeFiles.Parse("test", text, Told.Plan)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_member_is_named()
    {
        var scheme = JsonNode.Parse(DataFiles.Text("schemes/liunan-2021-v1.json"))!.AsObject();
        Item(scheme, 0).Remove("target");
        var fault = Assert.Single(Assert.Throws<DataFileException>(() => SchemeFiles.Parse("test", scheme.ToJsonString(), Told.Plan)).Faults);
        Assert.StartsWith("item national-section: ", fault, StringComparison.Ordinal);
        Assert.Contains("'target'", fault, StringComparison.Ordinal);
    }

    /// <summary>The item as a scheme for one plan alone writes it: by the numbers of its tasks.</summary>
    private static void ByNumber(JsonObject item, params int[] tasks)
    {
        item.Remove("topics");
        item.Remove("everyTask");
        item["tasks"] = new JsonArray([.. tasks.Select(task => JsonValue.Create(task))]);
    }

    private static JsonObject Item(JsonObject scheme, int index) => scheme["parts"]![0]!["items"]![index]!.AsObject();

    private static void Refused(Action<JsonObject> change, params string[] faults)
    {
        var scheme = JsonNode.Parse(DataFiles.Text("schemes/liunan-2021-v1.json"))!.AsObject();
        change(scheme);
        var refused = Assert.Throws<DataFileException>(() => SchemeFiles.Parse("test", scheme.ToJsonString(), Told.Plan));
        foreach (var fault in faults)
            Assert.True(refused.Faults.Any(each => each.StartsWith(fault, StringComparison.Ordinal)), $"'{fault}' not in: {refused.Message}");
    }
}
