namespace Bishui.Assessment.Plan.Sets;

/// <summary>What a printed name is.</summary>
internal enum NameKind
{
    /// <summary>One unit.</summary>
    Unit,

    /// <summary>A set that the plan itself resolves, such as 本计划中所有牵头单位.</summary>
    ComputedSet,

    /// <summary>A set whose members are entered, such as 各镇人民政府.</summary>
    OpenSet,

    /// <summary>等 at the end of a cell: units that the plan does not name.</summary>
    OpenEnded,
}

/// <summary>Which cell a name stands in.</summary>
internal enum CellRole
{
    Leading,
    Cooperating,
}

/// <summary>How one printed name was resolved.</summary>
/// <param name="Task">Task number.</param>
/// <param name="Role">Which cell it stands in.</param>
/// <param name="Name">As printed.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ResolvedTo">Keys of units, or, for an open set, the names of its members.</param>
/// <param name="Unresolved">Something about it is not known.</param>
/// <param name="Why">In Chinese.</param>
internal sealed record ResolutionLine(int Task, CellRole Role, string Name, NameKind Kind, IReadOnlyList<string> ResolvedTo, bool Unresolved, string Why);

/// <summary>Resolves every printed name of a plan on a day. Nothing is guessed: what is not on file is marked.</summary>
internal sealed class PlanResolution(PlanDocument document, Memberships members, DateOnly day)
{
    public static IReadOnlyList<ResolutionLine> Of(PlanDocument document, Memberships members, DateOnly day)
    {
        var resolution = new PlanResolution(document, members, day);
        return
        [
            .. document.Wordings.SelectMany(wording =>
                resolution.Cell(wording.Number, CellRole.Leading, wording.LeadNames, wording.LeadEtc)
                    .Concat(resolution.Cell(wording.Number, CellRole.Cooperating, wording.CooperatingNames, wording.CooperatingEtc))),
        ];
    }

    private IEnumerable<ResolutionLine> Cell(int task, CellRole role, IReadOnlyList<string> names, bool etc)
    {
        foreach (var name in names) yield return Line(task, role, name);
        if (etc) yield return new(task, role, "等", NameKind.OpenEnded, [], true, "原文以“等”结尾，另有未写出的单位，不推定");
    }

    private ResolutionLine Line(int task, CellRole role, string name)
    {
        if (document.Sets.FirstOrDefault(set => set.Name == name) is { } computed)
        {
            var empty = computed.Units.Where(IsEmpty).Select(NameOf).ToList();
            return new(task, role, name, NameKind.ComputedSet, computed.Units, empty.Count > 0,
                $"按附件1明写的单位归并，共{computed.Units.Count}个{(empty.Count > 0 ? $"；其中{string.Join("、", empty)}的成员未登记" : "")}");
        }
        var unit = document.Plan.Units.FirstOrDefault(each => each.Name == name);
        if (unit is null) return new(task, role, name, NameKind.Unit, [], true, "计划的单位中没有这个名称");
        if (document.OpenSets.FirstOrDefault(set => set.Unit == unit.Key) is not { } open)
            return new(task, role, name, NameKind.Unit, [unit.Key], false, "单位");
        var found = members.At(unit.Key, day);
        var part = open.SubsetOf is { } whole ? $"，是{NameOf(whole)}的一部分" : "";
        return new(task, role, name, NameKind.OpenSet, [.. found.Select(member => member.Name)], found.Count == 0,
            found.Count == 0 ? $"泛指{part}，原文未列成员，当日尚无登记" : $"泛指{part}，按当日登记的成员，共{found.Count}个");
    }

    private bool IsEmpty(string unit) => document.OpenSets.Any(set => set.Unit == unit) && members.At(unit, day).Count == 0;

    private string NameOf(string unit) => document.Plan.Units.FirstOrDefault(each => each.Key == unit)?.Name ?? unit;
}
