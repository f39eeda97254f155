using Bishui.Assessment.Scoring.Rules;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Scoring;

/// <summary>In which role a unit answers for an item.</summary>
internal enum ItemRole
{
    None,
    District,
    Leading,
    Cooperating,
}

/// <summary>One thing that is judged, and what it weighs for whoever is scored.</summary>
/// <param name="Item">The item.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Role">In which role.</param>
/// <param name="Weight">Before it is set against the others; 0 for bonuses and vetoes.</param>
/// <param name="Key">Of its node.</param>
internal sealed record Leaf(SchemeItem Item, Question Question, ItemRole Role, decimal Weight, string Key)
{
    private (Judged Judged, long Stamp, DateOnly Today)? _held;

    /// <summary>The rule's judged; asked again only when something that it reads has changed, or the day has.</summary>
    public Judged Judged
    {
        get
        {
            var stamp = Item.Stamp(Question);
            if (_held is not { } held || held.Stamp != stamp || held.Today != Question.Today)
                _held = held = (Item.Judge(Question), stamp, Question.Today);
            return held.Judged;
        }
    }

    /// <summary>Its weight goes to the others.</summary>
    public bool IsSetAside => Item.Missing == SchemeItem.SetAside && Judged.State is ScoreState.NoData or ScoreState.PendingTarget;
}

/// <summary>What a part of the scheme asks about one unit, or about the district.</summary>
internal sealed class Layout
{
    private readonly decimal _step;
    private (string Aside, IReadOnlyList<decimal> Maxima)? _split;

    public Layout(SchemePart part, Scheme scheme, Question whole)
    {
        (Part, _step) = (part, scheme.Step);
        var own = Ask(whole).ToList();
        // A unit with no objective of its own answers for the district's: water quality is the plan's common aim.
        IsCommon = own.TrueForAll(leaf => leaf.Weight == 0);
        Leaves = IsCommon ? [.. Ask(whole with { Unit = null })] : own;

        IEnumerable<Leaf> Ask(Question question) =>
            from item in part.Items
            from asked in item.Split(question)
            let role = RoleIn(asked.TasksOf(item), question.Unit)
            let share = role switch
            {
                ItemRole.District => 1,
                ItemRole.Leading => scheme.Roles.Leading,
                ItemRole.Cooperating when !item.LeadingOnly => scheme.Roles.Cooperating,
                _ => 0,
            }
            where share > 0
            select new Leaf(item, asked, role,
                item.Weighs ? item.Weight * share * (asked.Task is { } task ? item.TaskWeights.GetValueOrDefault(task.Number, 1) : 1) : 0,
                asked.Task is { } one ? $"{part.Key}/{item.Key}/{one.Number}" : $"{part.Key}/{item.Key}");
    }

    public SchemePart Part { get; }

    public IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>The unit has nothing of its own in this part.</summary>
    public bool IsCommon { get; }

    /// <summary>The maximum of each leaf; together the part's.</summary>
    public IReadOnlyList<decimal> Maxima
    {
        get
        {
            // Where everything is set aside nothing is: the part would have no points at all.
            var aside = Leaves.Any(leaf => leaf.Weight > 0 && !leaf.IsSetAside) ? Leaves.Where(leaf => leaf.IsSetAside).Select(leaf => leaf.Key).ToHashSet() : [];
            var key = string.Join('|', aside);
            if (_split is not { } held || held.Aside != key)
            {
                var weighing = Leaves.Select((leaf, index) => (leaf, index)).Where(each => each.leaf.Weight > 0 && !aside.Contains(each.leaf.Key)).ToList();
                var maxima = new decimal[Leaves.Count];
                foreach (var (each, maximum) in weighing.Zip(Apportion.Split(Part.Maximum, [.. weighing.Select(each => each.leaf.Weight)], _step))) maxima[each.index] = maximum;
                _split = held = (key, maxima);
            }
            return held.Maxima;
        }
    }

    /// <summary>The points of each leaf. Bonuses make up for what is missing, one after the other, and lift nothing above the maximum.</summary>
    public IReadOnlyList<decimal> Points()
    {
        var maxima = Maxima;
        var points = Leaves.Select((leaf, index) => Cells.Points(maxima[index], _step, leaf.Judged.Outcomes)).ToArray();
        var room = Part.Maximum - points.Sum();
        for (var index = 0; index < points.Length; index++)
        {
            var added = Leaves[index].Judged.Added;
            if (added <= 0) continue;
            points[index] = Apportion.Plain(decimal.Floor(Math.Min(added, room) / _step) * _step);
            room -= points[index];
        }
        return points;
    }

    private static ItemRole RoleIn(IEnumerable<PlanTask> tasks, string? unit) =>
        unit is null ? ItemRole.District
        : tasks.Any(task => task.LeadUnits.Contains(unit)) ? ItemRole.Leading
        : tasks.Any(task => task.CooperatingUnits.Contains(unit)) ? ItemRole.Cooperating
        : ItemRole.None;
}
