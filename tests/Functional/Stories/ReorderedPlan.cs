using System.Text.Json.Nodes;
using Bishui.Assessment.Common;

namespace Bishui.Tests.Functional.Stories;

/// <summary>
/// The plan of 2022 as a test invents it: the tasks of 2021 in the opposite order, the task of the outfalls (28) split in two, and one task that
/// the platform has no topic for. Its task keys are its own, so that nothing but topics says what a task is about.
/// </summary>
internal static class ReorderedPlan
{
    /// <summary>The number of the second half of the outfalls' task, led by another bureau than the first.</summary>
    public const int SecondHalf = 46;

    /// <summary>The number of the task without a topic.</summary>
    public const int WithoutTopic = 47;

    /// <summary>The number that a task of 2021 has in it.</summary>
    public static int Now(int number) => 46 - number;

    /// <summary>As it is handed in.</summary>
    public static JsonObject Import()
    {
        var transcription = JsonNode.Parse(DataFiles.Text("plans/liunan-2021.json"))!;
        var reading = JsonNode.Parse(DataFiles.Text("plans/liunan-2021.reading.json"))!;
        var duties = JsonNode.Parse(DataFiles.Text("plans/liunan-2021.duties.json").Replace("2021", "2022", StringComparison.Ordinal))!;
        transcription["plan"]!["year"] = 2022;
        transcription["notice"]!["issue_date"] = "2022-01-10";
        reading["planId"] = "liunan-2022";
        foreach (var deadline in reading["deadlines"]!.AsArray().Where(each => each!["lastDay"] is not null)) deadline!["lastDay"] = "2022-12-31";

        var tasks = transcription["tasks"]!.AsArray();
        foreach (var task in tasks)
        {
            Renumber(task!, "number");
            if (task!["title_from"] is not null) Renumber(task, "title_from");
        }
        foreach (var list in new[] { reading["parts"]!, reading["targets"]!, duties["tasks"]! })
            foreach (var entry in list.AsArray()) Renumber(entry!, "task");
        foreach (var list in new[] { reading["services"]!, reading["topics"]! })
            foreach (var entry in list.AsArray()) entry!["tasks"] = new JsonArray([.. entry["tasks"]!.AsArray().Select(number => JsonValue.Create(Now((int)number!)))]);

        Add(tasks, Now(28), SecondHalf, "整治入河排污口", "区住建局");
        Add(tasks, Now(28), WithoutTopic, "探索水权交易", "区发改局");
        transcription["task_table"]!["task_count"] = tasks.Count;
        Entry(reading["services"]!, "service", "ecological").Add(SecondHalf);
        Entry(reading["services"]!, "service", "ecological").Add(WithoutTopic);
        Entry(reading["topics"]!, "topic", "outfalls").Add(SecondHalf);
        foreach (var number in new[] { SecondHalf, WithoutTopic })
            duties["tasks"]!.AsArray().Add(new JsonObject
            {
                ["task"] = number,
                ["duties"] = new JsonArray(new JsonObject
                {
                    ["key"] = $"n{number}",
                    ["title"] = "全年完成",
                    ["schedule"] = "throughout 2022",
                    ["evidence"] = "completion",
                    ["nature"] = "breach",
                    ["confidence"] = "reading",
                }),
            });
        // The keys of 2021 stand for other tasks: the plan does not use one of them.
        reading["keys"] = new JsonArray([.. Enumerable.Range(1, WithoutTopic).Select(number => new JsonObject { ["number"] = number, ["key"] = $"n{number}" })]);
        return new JsonObject { ["transcription"] = transcription, ["reading"] = reading, ["duties"] = duties };
    }

    private static void Add(JsonArray tasks, int like, int number, string title, string lead)
    {
        var added = tasks.Single(task => (int)task!["number"]! == like)!.DeepClone();
        added["number"] = number;
        added["title"] = title;
        added["lead_units"] = new JsonArray(lead);
        added["lead_cell"] = lead;
        added["cooperating_units"] = new JsonArray("区工信局");
        added["cooperating_cell"] = "区工信局";
        tasks.Add(added);
    }

    private static JsonArray Entry(JsonNode list, string member, string value) =>
        list.AsArray().Single(entry => (string)entry![member]! == value)!["tasks"]!.AsArray();

    private static void Renumber(JsonNode node, string member) => node[member] = Now((int)node[member]!);
}
