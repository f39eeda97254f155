using System.Text.Json.Nodes;
using Bishui.Assessment.Scoring.Rules;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Scoring;

/// <summary>A score: the two parts, the grade they give, and the tree that explains both.</summary>
internal sealed record Score
{
    /// <summary>Key of the unit, or null for the district.</summary>
    public required string? Unit { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ScoreNode Explanation { get; init; }

    public required Grade Grade { get; init; }

    /// <summary>The year is not over, or something in the tree is not settled.</summary>
    public required bool Provisional { get; init; }

    public ScoreNode Quality => Explanation.Children[0];

    public ScoreNode Work => Explanation.Children[1];
}

/// <summary>
/// The score of a unit or of the district: a function of the facts, the scheme, the plan and an instant, and of nothing else.
/// </summary>
internal static class Scorer
{
    private const string District = "district";

    /// <summary>Scores one unit, or the district when <paramref name="unit"/> is null.</summary>
    public static Score Of(Evidence facts, Scheme scheme, PlanAdopted plan, string? unit)
    {
        var whole = new Question { Plan = plan, Facts = facts, At = facts.At, Unit = unit };
        var quality = Part("quality", scheme.Quality, scheme, whole);
        var work = Part("work", scheme.Work, scheme, whole);
        var tree = ScoreNode.Sum(unit ?? District, unit is null ? plan.Area : plan.Units.First(each => each.Key == unit).Name, [quality, work]);
        return new()
        {
            Unit = unit,
            At = facts.At,
            Explanation = tree,
            Grade = GradeOf(scheme.Grading, quality.Points, work.Points),
            Provisional = tree.State != ScoreState.Scored || !whole.YearIsOver,
        };
    }

    /// <summary>环水体〔2016〕179号: quality sets the grade, work below the bound lowers it by one step, the lowest stays the lowest.</summary>
    public static Grade GradeOf(Grading grading, decimal quality, decimal work)
    {
        var place = grading.Grades.TakeWhile(grade => quality < grade.From).Count();
        if (work < grading.WorkBelow) place++;
        return grading.Grades[Math.Min(place, grading.Grades.Count - 1)];
    }

    private static ScoreNode Part(string key, SchemePart part, Scheme scheme, Question whole)
    {
        var leaves = part.Items.SelectMany(item => Leaves(item, scheme, whole)).ToList();
        var common = leaves.Count == 0;
        // A unit with no objective of its own answers for the district's: water quality is the plan's common aim.
        if (common) leaves = [.. part.Items.SelectMany(item => Leaves(item, scheme, whole with { Unit = null }))];
        var maxima = Apportion.Split(part.Maximum, [.. leaves.Select(leaf => leaf.Weight)], scheme.Step);
        var nodes = leaves.Zip(maxima, (leaf, maximum) => (leaf.Question.Task, Node: Node(key, leaf, maximum, scheme.Step))).ToList();
        List<ScoreNode> children =
        [
            .. nodes.Where(node => node.Task is null).Select(node => node.Node),
            .. nodes.Where(node => node.Task is not null)
                .GroupBy(node => (node.Task!.Section, node.Task.Category))
                .Select(group => ScoreNode.Sum(CategoryKey(key, whole.Plan, group.Key), group.Key.Category, [.. group.Select(node => node.Node)])),
        ];
        return ScoreNode.Sum(key, part.Title, children, new JsonObject
        {
            ["scheme"] = $"{scheme.Key}/{scheme.Version}",
            ["basis"] = whole.Unit is null || common ? "district" : "own",
        });
    }

    private static IEnumerable<Leaf> Leaves(SchemeItem item, Scheme scheme, Question whole) =>
        from question in item.Split(whole)
        let role = RoleIn(question.Task is { } task ? [task] : [.. whole.Plan.Tasks.Where(each => item.Tasks.Contains(each.Number))], whole.Unit)
        let share = role switch
        {
            Role.District => 1,
            Role.Leading => scheme.Roles.Leading,
            Role.Cooperating when !item.LeadingOnly => scheme.Roles.Cooperating,
            _ => 0,
        }
        where share > 0
        select new Leaf(item, question, role, item.Weight * share);

    private static Role RoleIn(IReadOnlyList<PlanTask> tasks, string? unit) =>
        unit is null ? Role.District
        : tasks.Any(task => task.LeadUnits.Contains(unit)) ? Role.Leading
        : tasks.Any(task => task.CooperatingUnits.Contains(unit)) ? Role.Cooperating
        : Role.None;

    private static ScoreNode Node(string part, Leaf leaf, decimal maximum, decimal step)
    {
        var answer = leaf.Item.Judge(leaf.Question);
        var inputs = answer.Inputs;
        inputs["role"] = leaf.Role.ToString().ToLowerInvariant();
        inputs["weight"] = Apportion.Plain(leaf.Weight);
        return new()
        {
            Key = leaf.Question.Task is { } task ? $"{part}/{leaf.Item.Key}/{task.Number}" : $"{part}/{leaf.Item.Key}",
            Title = leaf.Question.Task is { } titled ? $"{titled.Number}. {titled.Title}" : leaf.Item.Title,
            Points = Apportion.Part(maximum, answer.Earned, answer.Possible, step),
            Maximum = maximum,
            Rule = leaf.Item.Rule,
            State = answer.State,
            Inputs = inputs,
            Links = answer.Links,
        };
    }

    /// <summary>The category's place in the plan: headings repeat across the plan's parts, places do not.</summary>
    private static string CategoryKey(string part, PlanAdopted plan, (string Section, string Category) category)
    {
        var sections = plan.Tasks.Select(task => task.Section).Distinct().ToList();
        var categories = plan.Tasks.Where(task => task.Section == category.Section).Select(task => task.Category).Distinct().ToList();
        return $"{part}/category-{sections.IndexOf(category.Section) + 1}-{categories.IndexOf(category.Category) + 1}";
    }

    private enum Role
    {
        None,
        District,
        Leading,
        Cooperating,
    }

    private sealed record Leaf(SchemeItem Item, Question Question, Role Role, decimal Weight);
}
