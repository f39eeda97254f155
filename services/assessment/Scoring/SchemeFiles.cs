using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Bishui.Assessment.Common;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Scoring.Rules;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Scoring;

/// <summary>Reads scoring schemes; a wrong one is refused whole, with every fault and the item it is in.</summary>
internal static partial class SchemeFiles
{
    public const string Shipped = "liunan-2021-v2";

    /// <summary>Every scheme that comes with the service, the one in force among them.</summary>
    public static IReadOnlyList<string> All { get; } = ["liunan-2021-v1", Shipped, "water-resources-2016-v1"];

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    private static readonly Dictionary<string, Type> Rules = new()
    {
        [CompletionItem.Name] = typeof(CompletionItem),
        [SectionClassItem.Name] = typeof(SectionClassItem),
        [PerOccurrenceItem.Name] = typeof(PerOccurrenceItem),
        [OnTimeItem.Name] = typeof(OnTimeItem),
        [RatioItem.Name] = typeof(RatioItem),
        [StagedItem.Name] = typeof(StagedItem),
        [FixedItem.Name] = typeof(FixedItem),
        [BonusItem.Name] = typeof(BonusItem),
        [VetoItem.Name] = typeof(VetoItem),
        [ManualItem.Name] = typeof(ManualItem),
    };

    /// <summary>The form of a scheme, for editors and for whoever writes one.</summary>
    public static JsonObject Schema() => SchemeSchema.Of(Options, typeof(SchemeFile), typeof(PartFile), Rules);

    /// <summary>The scheme of this name, checked against the plan it scores.</summary>
    public static Scheme Load(string name, PlanAdopted plan) => Parse($"schemes/{name}.json", DataFiles.Text($"schemes/{name}.json"), plan);

    /// <summary>The shipped scheme, carried over to a plan that is not the shipped one.</summary>
    public static Scheme LoadFor(PlanAdopted plan) => LoadFor(Shipped, plan);

    /// <summary>A scheme that comes with the service, carried over to a plan that is not the shipped one.</summary>
    public static Scheme LoadFor(string name, PlanAdopted plan)
    {
        var written = PlanFiles.Load(PlanFiles.Shipped, plan.AdoptedAt).Plan;
        return SchemeFit.To(Load(name, written), written, plan);
    }

    public static Scheme Parse(string path, string text, PlanAdopted plan)
    {
        List<string> faults = [];
        var file = DataFiles.Parse<SchemeFile>(path, text, Options);
        var scheme = new Scheme
        {
            Key = file.Scheme,
            Version = file.Version,
            PlanId = file.PlanId,
            Title = file.Title,
            Note = file.Note,
            Step = file.Step,
            Grading = file.Grading,
            Roles = file.Roles,
            Parts = [.. file.Parts.Select(part => Part(part, plan, faults))],
        };
        CheckHead(scheme, plan, faults);
        CheckGrading(scheme, faults);
        CheckItems(scheme, plan, faults);
        return faults.Count == 0 ? scheme : throw new DataFileException(path, faults);
    }

    private static SchemePart Part(PartFile part, PlanAdopted plan, List<string> faults) => new()
    {
        Key = part.Key,
        EveryTask = part.EveryTask,
        Title = part.Title,
        Maximum = part.Maximum,
        Confidence = part.Confidence,
        Note = part.Note,
        Items = [.. part.Items.Select((item, index) => Item($"{part.Key} item {index + 1}", item, faults)).OfType<SchemeItem>().Select(item => Placed(item, plan, faults))],
    };

    private static SchemeItem Placed(SchemeItem item, PlanAdopted plan, List<string> faults)
    {
        if ((item.EveryTask ? 1 : 0) + (item.Topics.Count > 0 ? 1 : 0) + (item.Tasks.Count > 0 ? 1 : 0) > 1)
            faults.Add($"item {item.Key}: tasks: names more than one of topics, tasks and everyTask");
        foreach (var topic in item.Topics.Where(topic => !plan.Tasks.Any(task => task.Topics?.Contains(topic) == true)))
            faults.Add($"item {item.Key}: topics: no task of the plan carries '{topic}'");
        foreach (var twice in item.Topics.GroupBy(topic => topic).Where(same => same.Count() > 1)) faults.Add($"item {item.Key}: topics: names '{twice.Key}' twice");
        return item.In(plan);
    }

    /// <summary>An item is read by the members of its rule, so that a misspelt one is found and named.</summary>
    private static SchemeItem? Item(string place, JsonElement element, List<string> faults)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{place}: is no object");
            return null;
        }
        if (element.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String) place = $"item {key.GetString()}";
        var rule = element.TryGetProperty("rule", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
        if (!Rules.TryGetValue(rule, out var type))
        {
            faults.Add($"{place}: rule: '{rule}' is none of {string.Join(", ", Rules.Keys)}");
            return null;
        }
        try
        {
            var members = element.EnumerateObject().Where(member => member.Name != "rule").Select(member => $"{JsonSerializer.Serialize(member.Name)}:{member.Value.GetRawText()}");
            return (SchemeItem?)JsonSerializer.Deserialize($"{{{string.Join(',', members)}}}", type, Options);
        }
        catch (JsonException broken)
        {
            faults.Add($"{place}: {DataFiles.Place(broken)}");
            return null;
        }
    }

    private static void CheckHead(Scheme scheme, PlanAdopted plan, List<string> faults)
    {
        Require(KeyPattern().IsMatch(scheme.Key), $"scheme: '{scheme.Key}' is not lower-case letters, digits and hyphens");
        Require(scheme.Version >= 1, $"version: {scheme.Version} is not 1 or more");
        Require(scheme.PlanId == plan.PlanId, $"planId: scores {scheme.PlanId}, but the plan is {plan.PlanId}");
        Require(scheme.Step is > 0 and <= 1 && 1 % scheme.Step == 0, $"step: {scheme.Step} does not divide a point");
        Require(scheme.Parts.Count > 0, "parts: there are none");
        foreach (var twice in scheme.Parts.GroupBy(part => part.Key).Where(same => same.Count() > 1)) faults.Add($"{twice.Key}: key: used {twice.Count()} times");
        foreach (var part in scheme.Parts)
        {
            Require(KeyPattern().IsMatch(part.Key), $"parts: '{part.Key}' is not lower-case letters, digits and hyphens");
            Require(part.Maximum > 0 && part.Maximum % 1 == 0, $"{part.Key}: maximum: {part.Maximum} is no whole number above 0");
            Require(part.Items.Any(item => item.Weighs), $"{part.Key}: items: there are none");
        }
        Require(scheme.Roles.Leading is > 0 and <= 1, $"roles: leading: {scheme.Roles.Leading} is not above 0 and at most 1");
        Require(scheme.Roles.Cooperating is > 0 and <= 1, $"roles: cooperating: {scheme.Roles.Cooperating} is not above 0 and at most 1");
        Require(scheme.Roles.Cooperating <= scheme.Roles.Leading, "roles: cooperating: counts more than leading");

        void Require(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
    }

    private static void CheckGrading(Scheme scheme, List<string> faults)
    {
        var grading = scheme.Grading;
        if (grading.By is { } by && scheme.Part(by) is null) faults.Add($"grading: by: there is no part '{by}'");
        if (grading.Check is { } check && scheme.Part(check.Part) is null) faults.Add($"grading: check: there is no part '{check.Part}'");
        foreach (var veto in scheme.Items.OfType<VetoItem>().Where(veto => grading.Grades.All(grade => grade.Key != veto.Grade)))
            faults.Add($"item {veto.Key}: grade: '{veto.Grade}' is none of {string.Join(", ", grading.Grades.Select(grade => grade.Key))}");
        if (grading.Grades.Count < 2) faults.Add("grading: grades: fewer than two");
        foreach (var (better, worse) in grading.Grades.Zip(grading.Grades.Skip(1)))
            if (worse.From >= better.From) faults.Add($"grading: grade {worse.Key}: from: {worse.From} is not below the {better.From} of {better.Key}");
        if (grading.Grades is [.., { From: not 0 } last]) faults.Add($"grading: grade {last.Key}: from: the lowest grade starts at 0, not at {last.From}");
        foreach (var twice in grading.Grades.GroupBy(grade => grade.Key).Where(same => same.Count() > 1)) faults.Add($"grading: grade {twice.Key}: used twice");
    }

    private static void CheckItems(Scheme scheme, PlanAdopted plan, List<string> faults)
    {
        var items = scheme.Items.ToList();
        foreach (var twice in items.GroupBy(item => item.Key).Where(same => same.Count() > 1)) faults.Add($"item {twice.Key}: key: used {twice.Count()} times");
        foreach (var item in items)
        {
            faults.AddRange(Faults(item).Concat(item.Faults()).Select(fault => $"item {item.Key}: {fault}"));
            foreach (var task in item.Tasks.Where(task => plan.Tasks.All(each => each.Number != task)))
                faults.Add($"item {item.Key}: tasks: the plan has no task {task}");
        }
        foreach (var part in scheme.Parts.Where(part => part.EveryTask)) CheckEveryTask(part, plan, faults);
    }

    private static void CheckEveryTask(SchemePart part, PlanAdopted plan, List<string> faults)
    {
        foreach (var task in plan.Tasks)
        {
            var holders = part.Items.OfType<CompletionItem>().Where(item => item.Tasks.Contains(task.Number)).Select(item => item.Key).ToList();
            if (holders.Count == 0) faults.Add($"{part.Key}: task {task.Number} is in no completion item");
            if (holders.Count > 1) faults.Add($"{part.Key}: task {task.Number} is in more than one completion item: {string.Join(", ", holders)}");
        }
    }

    private static IEnumerable<string> Faults(SchemeItem item)
    {
        if (!KeyPattern().IsMatch(item.Key)) yield return "key: is not lower-case letters, digits and hyphens";
        if (string.IsNullOrWhiteSpace(item.Title)) yield return "title: is empty";
        if (item.Weighs && item.Weight <= 0) yield return $"weight: {item.Weight} is not above 0";
        if (!item.Weighs && item.Weight != 0) yield return "weight: the rule has none";
        if (item.Missing is not (SchemeItem.Zero or SchemeItem.SetAside)) yield return $"missing: '{item.Missing}' is neither {SchemeItem.Zero} nor {SchemeItem.SetAside}";
        foreach (var (task, weight) in item.TaskWeights)
        {
            if (!item.Tasks.Contains(task)) yield return $"taskWeights: {task} is none of its tasks";
            if (weight <= 0) yield return $"taskWeights: {task}: {weight} is not above 0";
        }
        if (item.Tasks.Count == 0) yield return "tasks: names none, so nobody answers for it";
        if (item.Tasks.Distinct().Count() != item.Tasks.Count) yield return "tasks: names one twice";
        if (item.Confidence is not ("verified" or "choice" or "reading")) yield return $"confidence: '{item.Confidence}' is none of verified, choice, reading";
        if (string.IsNullOrWhiteSpace(item.Note)) yield return "note: does not say where the numbers come from";
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KeyPattern();

    private sealed record SchemeFile
    {
        public required string Scheme { get; init; }

        public required int Version { get; init; }

        public required string PlanId { get; init; }

        public required string Title { get; init; }

        public required string Note { get; init; }

        /// <summary>For editors: where the form of the file is described.</summary>
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }

        public required decimal Step { get; init; }

        public required Grading Grading { get; init; }

        public required RoleShares Roles { get; init; }

        public required IReadOnlyList<PartFile> Parts { get; init; }
    }

    private sealed record PartFile : Sourced
    {
        public required string Key { get; init; }

        public bool EveryTask { get; init; }

        public required string Title { get; init; }

        public required decimal Maximum { get; init; }

        public required IReadOnlyList<JsonElement> Items { get; init; }
    }
}
