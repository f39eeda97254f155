using System.Globalization;
using System.Text.Json.Nodes;
using Bishui.Assessment.Common;
using Bishui.Assessment.Scoring.Rules;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Scoring;

/// <summary>
/// The scores of units and of the district: a function of the facts, the scheme, the plan and an instant, and of nothing else. When facts are
/// added to the evidence or time passes, only what these change is judged again.
/// </summary>
internal sealed class Scorer(Evidence facts, Scheme scheme, PlanAdopted plan)
{
    /// <summary>Pieces of evidence that a node shows; the others stand in one more node with the address of the rest.</summary>
    public const int MostPieces = 50;

    private const string District = "district";
    private readonly Dictionary<string, IReadOnlyList<Layout>> _layouts = [];

    /// <summary>Scores one unit, or the district when <paramref name="unit"/> is null.</summary>
    public static Score Of(Evidence facts, Scheme scheme, PlanAdopted plan, string? unit) => new Scorer(facts, scheme, plan).Of(unit);

    /// <inheritdoc cref="Of(Evidence, Scheme, PlanAdopted, string)"/>
    public Score Of(string? unit)
    {
        var layouts = LayoutsOf(unit);
        var parts = layouts.Select(layout => new Points(
            layout.Part.Key, layout.Part.Title, Apportion.Plain(layout.Points().Sum()), layout.Part.Maximum, ScoreNode.Joint(layout.Leaves.Select(leaf => leaf.Judged.State)))).ToList();
        var vetoes = layouts.SelectMany(layout => layout.Leaves).Where(leaf => leaf.Judged.Veto is not null).ToList();
        return new(() => Explain(unit))
        {
            Unit = unit,
            Name = NameOf(unit),
            At = facts.At,
            Parts = parts,
            Grade = Lowered(GradeOf(scheme.Grading, parts), vetoes),
            Vetoes = [.. vetoes.Select(leaf => leaf.Item.Key)],
            Provisional = parts.Exists(part => part.State != ScoreState.Scored) || facts.At <= CivilDays.EndOf(new(plan.Year, 12, 31)),
        };
    }

    /// <summary>The points of every task for one unit, or for the district: the sums of what is judged task by task.</summary>
    public IReadOnlyList<(PlanTask Task, decimal Points, decimal Maximum, ScoreState State)> TasksOf(string? unit) =>
    [
        .. from layout in LayoutsOf(unit)
           let points = layout.Points()
           let maxima = layout.Maxima
           from leaf in layout.Leaves.Select((leaf, index) => (Leaf: leaf, Points: points[index], Maximum: maxima[index]))
           where leaf.Leaf.Question.Task is not null
           group leaf by leaf.Leaf.Question.Task! into same
           orderby same.Key.Number
           select (same.Key, Apportion.Plain(same.Sum(leaf => leaf.Points)), Apportion.Plain(same.Sum(leaf => leaf.Maximum)), ScoreNode.Joint(same.Select(leaf => leaf.Leaf.Judged.State))),
    ];

    /// <summary>How much of a unit's maximum facts have settled, is missing, or is not due yet; and how many items were set aside.</summary>
    public (decimal Settled, decimal Missing, decimal Pending, int SetAside) BasisOf(string? unit)
    {
        var leaves = LayoutsOf(unit).SelectMany(layout => layout.Leaves.Zip(layout.Maxima)).ToList();
        return (Of(ScoreState.Scored, ScoreState.Provisional), Of(ScoreState.NoData, ScoreState.Silent), Of(ScoreState.Pending, ScoreState.PendingTarget),
            leaves.Count(leaf => leaf.First.IsSetAside));

        decimal Of(params ScoreState[] states) => Apportion.Plain(leaves.Where(leaf => states.Contains(leaf.First.Judged.State)).Sum(leaf => leaf.Second));
    }

    /// <summary>The items that are not settled: nothing on file, silent, not due, or waiting for a target.</summary>
    public IReadOnlyList<(string Key, string Title, ScoreState State)> UnsettledOf(string? unit) =>
        [.. LayoutsOf(unit).SelectMany(layout => layout.Leaves).Where(leaf => leaf.Judged.State is not (ScoreState.Scored or ScoreState.Provisional))
            .Select(leaf => (leaf.Key, leaf.Question.Task is { } task ? $"{leaf.Item.Title}（{task.Number}）" : leaf.Item.Title, leaf.Judged.State))];

    /// <summary>The node of one item with a page of the evidence it rests on; null where there is no such node.</summary>
    public ScoreNode? EvidenceOf(string? unit, string node, int skip, int take)
    {
        foreach (var layout in LayoutsOf(unit))
        {
            var (points, maxima) = (layout.Points(), layout.Maxima);
            for (var index = 0; index < layout.Leaves.Count; index++)
                if (layout.Leaves[index].Key == node) return Node(unit, layout.Leaves[index], points[index], maxima[index], skip, take);
        }
        return null;
    }

    /// <summary>环水体〔2016〕179号: one part sets the grade, another below a bound lowers it by one step, the lowest stays the lowest.</summary>
    public static Grade GradeOf(Grading grading, IReadOnlyList<Points> parts)
    {
        var by = grading.By is { } key ? parts.First(part => part.Key == key).Earned : parts.Sum(part => part.Earned);
        var place = grading.Grades.TakeWhile(grade => by < grade.From).Count();
        if (grading.Check is { } check && parts.First(part => part.Key == check.Part).Earned < check.Below) place++;
        return grading.Grades[Math.Min(place, grading.Grades.Count - 1)];
    }

    private Grade Lowered(Grade grade, List<Leaf> vetoes)
    {
        var grades = scheme.Grading.Grades.ToList();
        var worst = vetoes.Select(leaf => grades.FindIndex(each => each.Key == leaf.Judged.Veto)).Append(grades.IndexOf(grade)).Max();
        return grades[worst];
    }

    private ScoreNode Explain(string? unit)
    {
        var layouts = LayoutsOf(unit);
        return ScoreNode.Sum(unit ?? District, NameOf(unit), [.. layouts.Select(layout => Part(unit, layout))]);
    }

    private ScoreNode Part(string? unit, Layout layout)
    {
        var (points, maxima) = (layout.Points(), layout.Maxima);
        var nodes = layout.Leaves.Select((leaf, index) => (leaf.Question.Task, Node: Node(unit, leaf, points[index], maxima[index], 0, MostPieces))).ToList();
        List<ScoreNode> children =
        [
            .. nodes.Where(node => node.Task is null).Select(node => node.Node),
            .. nodes.Where(node => node.Task is not null)
                .GroupBy(node => (node.Task!.Section, node.Task.Category))
                .Select(category => ScoreNode.Sum(CategoryKey(layout.Part.Key, category.Key), category.Key.Category,
                    [.. category.GroupBy(node => node.Task!.Number).OrderBy(task => task.Key).Select(task => Task(layout.Part.Key, task.First().Task!, [.. task.Select(node => node.Node)]))])),
        ];
        return ScoreNode.Sum(layout.Part.Key, layout.Part.Title, children, new JsonObject
        {
            ["scheme"] = string.Create(CultureInfo.InvariantCulture, $"{scheme.Key}/{scheme.Version}"),
            ["basis"] = unit is null || layout.IsCommon ? "district" : "own",
        });
    }

    private ScoreNode Task(string part, PlanTask task, IReadOnlyList<ScoreNode> items) => ScoreNode.Sum(
        string.Create(CultureInfo.InvariantCulture, $"{part}/tasks/{task.Number}"), string.Create(CultureInfo.InvariantCulture, $"{task.Number}. {task.Title}"), items,
        new JsonObject { ["task"] = task.Number, ["service"] = task.Service }) with
    { Links = [ScoreLinks.Task(plan.PlanId, task.Number)] };

    private ScoreNode Node(string? unit, Leaf leaf, decimal points, decimal maximum, int skip, int take)
    {
        var reasons = leaf.Item.Explain(leaf.Question, leaf.Judged, new(leaf.Key, EvidenceAddress(unit, leaf.Key), maximum, points, scheme.Step, skip, take));
        var inputs = reasons.Inputs;
        inputs["role"] = leaf.Role.ToString().ToLowerInvariant();
        inputs["weight"] = Apportion.Plain(leaf.Weight);
        if (leaf.IsSetAside) inputs["setAside"] = maximum == 0;
        return new()
        {
            Key = leaf.Key,
            Title = leaf.Item.Title,
            Points = points,
            Maximum = maximum,
            Rule = leaf.Item.Rule,
            State = leaf.Judged.State,
            Inputs = inputs,
            Links = reasons.Links,
            Children = reasons.Children,
        };
    }

    private IReadOnlyList<Layout> LayoutsOf(string? unit)
    {
        if (!_layouts.TryGetValue(unit ?? "", out var layouts))
        {
            var whole = new Question { Plan = plan, Facts = facts, Unit = unit };
            _layouts[unit ?? ""] = layouts = [.. scheme.Parts.Select(part => new Layout(part, scheme, whole))];
        }
        return layouts;
    }

    private string NameOf(string? unit) => unit is null ? plan.Area : plan.Units.First(each => each.Key == unit).Name;

    private string EvidenceAddress(string? unit, string node) => string.Create(CultureInfo.InvariantCulture,
        $"/api/assessment/{(unit is null ? District : $"units/{unit}")}/evidence?at={Uri.EscapeDataString(facts.At.ToString("O", CultureInfo.InvariantCulture))}&node={Uri.EscapeDataString(node)}");

    /// <summary>The category's place in the plan: headings repeat across the plan's parts, places do not.</summary>
    private string CategoryKey(string part, (string Section, string Category) category)
    {
        var sections = plan.Tasks.Select(task => task.Section).Distinct().ToList();
        var categories = plan.Tasks.Where(task => task.Section == category.Section).Select(task => task.Category).Distinct().ToList();
        return $"{part}/category-{sections.IndexOf(category.Section) + 1}-{categories.IndexOf(category.Category) + 1}";
    }
}
