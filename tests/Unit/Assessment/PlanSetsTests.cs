using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Assessment.Plan.Sets;
using Bishui.Assessment.Scoring;
using Bishui.Assessment.Targets;
using Xunit;

namespace Bishui.Tests.Unit.Assessment;

public sealed class PlanSetsTests
{
    private static readonly PlanDocument Document = PlanFiles.Load(PlanFiles.Shipped, Told.On(2021, 11, 1));
    private static readonly DateOnly Day = new(2021, 11, 20);

    [Fact]
    public void Every_printed_name_has_a_line_and_what_is_not_known_is_marked()
    {
        var lines = PlanResolution.Of(Document, new([]), Day);
        Assert.Equal(Document.Wordings.Sum(wording => wording.LeadNames.Count + wording.CooperatingNames.Count + (wording.LeadEtc ? 1 : 0) + (wording.CooperatingEtc ? 1 : 0)), lines.Count);
        Assert.Equal((NameKind.Unit, "ecology-bureau", false), Of(lines, 1, "柳南生态环境局"));
        Assert.Equal((NameKind.OpenSet, "", true), Of(lines, 1, "各镇人民政府"));
        Assert.Equal((NameKind.OpenEnded, "", true), Of(lines, 1, "等"));
        Assert.Equal(CellRole.Leading, lines.Single(line => line.Task == 45 && line.Name == "等").Role);
        Assert.DoesNotContain(lines, line => line.Task == 37 && line.Name == "等");
        var leading = lines.Single(line => line.Task == 43 && line.Role == CellRole.Cooperating);
        Assert.Equal((NameKind.ComputedSet, 13, false), (leading.Kind, leading.ResolvedTo.Count, leading.Unresolved));
        var cooperating = lines.Single(line => line.Task == 44 && line.Role == CellRole.Cooperating);
        Assert.Equal((NameKind.ComputedSet, 16, true), (cooperating.Kind, cooperating.ResolvedTo.Count, cooperating.Unresolved));
        Assert.Equal(2, lines.Count(line => line.Task == 30 && line.Name == "区农业农村局"));
    }

    [Fact]
    public void An_open_set_is_resolved_by_the_members_of_the_day()
    {
        var members = new Memberships([Member("m1", "towns", "甲镇", new(2021, 1, 1), new(2021, 6, 30)), Member("m2", "towns", "乙镇", new(2021, 7, 1), null)]);
        Assert.Equal("甲镇", On(new(2021, 6, 30)));
        Assert.Equal("乙镇", On(new(2021, 7, 1)));
        Assert.Equal("", On(new(2020, 12, 31)));

        string On(DateOnly day) => Of(PlanResolution.Of(Document, members, day), 2, "各镇人民政府").Item2;
    }

    [Fact]
    public void A_correction_replaces_what_it_names_and_both_stay()
    {
        var members = new Memberships([Member("m1", "towns", "甲真", new(2021, 1, 1), null), Member("m2", "towns", "甲镇", new(2021, 1, 1), null, "m1")]);
        Assert.Equal(["甲镇"], members.At("towns", Day).Select(member => member.Name));
        Assert.Equal(["m1", "m2"], members.Told("towns").Select(member => member.Id));
    }

    [Theory]
    [InlineData("2021-01-01", "2021-12-31", null)]
    [InlineData("2021-03-01", "2021-09-30", null)]
    [InlineData("2020-12-31", "2021-09-30", "not-in-superset")]
    [InlineData("2021-03-01", "2022-01-01", "not-in-superset")]
    [InlineData("2021-03-01", null, "not-in-superset")]
    public void A_member_of_the_subset_is_a_member_of_the_whole_at_that_time(string from, string? to, string? conflict)
    {
        // Two statements, end to end.
        var members = new Memberships([Member("m1", "subdistricts", "南站街道", new(2021, 1, 1), new(2021, 6, 30)), Member("m2", "subdistricts", "南站街道", new(2021, 7, 1), new(2021, 12, 31))]);
        var added = Member("m3", "agricultural-subdistricts", "南站街道", DateOnly.Parse(from, null), to is null ? null : DateOnly.Parse(to, null));
        Assert.Equal(conflict, members.With(added).Conflict(Document.OpenSets)?.Code);
    }

    [Fact]
    public void The_whole_cannot_lose_whom_the_subset_holds_and_nobody_is_told_twice()
    {
        var members = new Memberships([Member("m1", "subdistricts", "南站街道", new(2021, 1, 1), null), Member("m2", "agricultural-subdistricts", "南站街道", new(2021, 3, 1), null)]);
        Assert.Null(members.Conflict(Document.OpenSets));
        Assert.Equal("not-in-superset", members.With(Member("m3", "subdistricts", "南站街道", new(2021, 1, 1), new(2021, 12, 31), "m1")).Conflict(Document.OpenSets)?.Code);
        Assert.Equal("already-member", members.With(Member("m3", "subdistricts", "南站街道", new(2021, 12, 1), null)).Conflict(Document.OpenSets)?.Code);
        Assert.Equal("not-in-superset", members.With(Member("m3", "agricultural-subdistricts", "银山街道", new(2021, 3, 1), null)).Conflict(Document.OpenSets)?.Code);
    }

    [Fact]
    public void A_target_is_pending_until_a_record_states_its_figure()
    {
        Assert.All(TargetBook.Of(Told.Plan, File(Told.YearEnd)), target => Assert.Equal((TargetState.Pending, null), (target.State, target.Value)));
        var first = Told.Target(18, "annual-water-use", 5200.50m, Told.On(2021, 11, 5), "a");
        Assert.Equal(TargetState.Pending, Target(Told.On(2021, 11, 5).AddTicks(-1), first).State);
        var target = Target(Told.YearEnd, first);
        Assert.Equal((TargetState.Set, 5200.50m, "文件a", new DateOnly(2021, 11, 5), "agriculture-rural-bureau", first.Id),
            (target.State, target.Value, target.Document, target.Since, target.By, target.Evidence));
        // A record of another topic, or in another task's ledger, says nothing about it.
        Assert.Equal(TargetState.Pending, Target(Told.YearEnd, Told.Target(18, "irrigated-area", 1, Told.On(2021, 11, 5), "a"), Told.Target(25, "annual-water-use", 1, Told.On(2021, 11, 5), "b")).State);
    }

    [Fact]
    public void A_later_figure_stands_and_a_correction_takes_the_corrected_one_away()
    {
        Fact first = Told.Target(18, "annual-water-use", 5200, Told.On(2021, 11, 5), "a"), second = Told.Target(18, "annual-water-use", 5100, Told.On(2021, 11, 8), "b");
        Assert.Equal(5100, Target(Told.YearEnd, first, second).Value);
        Assert.Equal([5200m], Target(Told.YearEnd, first, second).Earlier.Select(value => value.Value));
        var corrected = Target(Told.YearEnd, first, second, Told.Target(18, "annual-water-use", 5150, Told.On(2021, 11, 9), "c", "b"));
        Assert.Equal(5150, corrected.Value);
        Assert.Equal([(5100m, true), (5200m, false)], corrected.Earlier.Select(value => (value.Value, value.Corrected)));
        var takenBack = Target(Told.YearEnd, first, second, Told.Target(18, "annual-water-use", null, Told.On(2021, 11, 9), "c", "b"));
        Assert.Equal(5200, takenBack.Value);
    }

    [Fact]
    public void Roots_that_contradict_each_other_are_all_kept_and_marked()
    {
        Assert.DoesNotContain(Roots(Told.Root("risk", 1, 5, 'a'), Told.Root("risk", 2, 5, 'a'), Told.Root("risk", 3, 9, 'b'), Told.Root("domestic", 1, 5, 'f')), root => root.Conflict);
        Assert.Equal([true, true, false], Roots(Told.Root("risk", 1, 5, 'a'), Told.Root("risk", 1, 5, 'b'), Told.Root("risk", 2, 9, 'c')).Select(root => root.Conflict));
        Assert.Equal([true, true], Roots(Told.Root("risk", 1, 5, 'a'), Told.Root("risk", 2, 5, 'b')).Select(root => root.Conflict));
        Assert.Equal([true, true], Roots(Told.Root("risk", 1, 5, 'a'), Told.Root("risk", 1, 6, 'b')).Select(root => root.Conflict));
        Assert.Equal([true, true], Roots(Told.Root("risk", 1, 5, 'a'), Told.Root("risk", 2, 4, 'b')).Select(root => root.Conflict));
        Assert.Equal(Roots(Told.Root("risk", 1, 5, 'a'), Told.Root("risk", 1, 5, 'b'))[0].Conflicts, [Told.Root("risk", 1, 5, 'b').Id]);

        static IReadOnlyList<LedgerRoot> Roots(params Fact[] facts) => LedgerRoots.Of(facts.Select(Told.Known), "risk");
    }

    private static Evidence File(DateTimeOffset at, params Fact[] facts) => new(facts.Select(Told.Known), [Told.Plan], at);

    private static TargetView Target(DateTimeOffset at, params Fact[] facts) => TargetBook.Of(Told.Plan, File(at, facts)).Single(target => target.Key == "annual-water-use");

    private static (NameKind, string, bool) Of(IReadOnlyList<ResolutionLine> lines, int task, string name)
    {
        var line = lines.Single(line => line.Task == task && line.Name == name);
        return (line.Kind, string.Join(',', line.ResolvedTo), line.Unresolved);
    }

    private static Membership Member(string id, string set, string name, DateOnly from, DateOnly? to, string? corrects = null) => new()
    {
        Id = id,
        Set = set,
        Name = name,
        From = from,
        To = to,
        Document = "文件",
        Corrects = corrects,
        RecordedBy = "ecology-committee",
        RecordedAt = Told.On(2021, 11, 2),
    };
}
