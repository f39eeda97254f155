using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

/// <summary>The walls between the slices of the assemblies that have many.</summary>
public sealed class SliceTests
{
    // From the lowest to the highest: requests below all; the ledger (tasks and their attachments); the duties; what is monitored; the registers
    // with the figures that rest on them; the cases, which monitoring reports to through ports.
    private static readonly string[] Features =
    [
        "RuleFiles", "Requests", "Rounds", "Tables", "Attachments", "Tasks", "Obligations", "Sites", "Silence", "Readings", "Registers", "Indicators", "Findings", "Exceedances",
    ];

    // Plans, the facts about them, what is scored from both, and above these whatever shows or publishes it.
    private static readonly string[] Assessment =
    [
        "Common", "Plan", "Intake", "Adoption", "Scoring", "SchemeStore", "Scores", "Facts", "Targets", "Indicators", "Board", "Schemes", "Results", "Objections", "Replays", "WhatIf",
        "Calendars", "Reports", "PlanPages", "Overview", "Complaints", "Organisation",
    ];

    private static readonly IReadOnlyDictionary<(string From, string To), string> FoundHere =
        SliceRules.UsesOf(typeof(SliceTests).Assembly.Location, "Bishui.Tests.Architecture.Slices");

    [Fact]
    public void The_features_have_no_circle_and_keep_their_order()
    {
        Assert.Equal("", string.Join("\n", Faults("services/shared/Features/Bishui.Features.csproj", "Bishui.Features", Features)));
        Assert.Contains(("Exceedances", "Readings"), SliceRules.UsesOf(Assembly("services/shared/Features/Bishui.Features.csproj"), "Bishui.Features").Keys);
    }

    [Fact]
    public void The_assessment_has_no_circle_and_keeps_its_order() =>
        Assert.Equal("", string.Join("\n", Faults("services/assessment/Bishui.Assessment.csproj", "Bishui.Assessment", Assessment)));

    [Fact]
    public void A_circle_is_found_with_the_types_that_close_it()
    {
        var found = Assert.Single(SliceRules.Circles(FoundHere), found => found.StartsWith("Bridge, River", StringComparison.Ordinal));
        Assert.Contains("Bridge → River (Span uses Water)", found, StringComparison.Ordinal);
        // Only the body of an asynchronous method closes it.
        Assert.Contains("River → Bridge (Water uses Span)", found, StringComparison.Ordinal);
    }

    [Fact]
    public void What_uses_what_puts_the_slices_together_is_found() =>
        Assert.Contains("Road uses what puts the slices together: Lane uses Map", SliceRules.Circles(FoundHere));

    [Fact]
    public void A_use_against_the_order_is_found_and_so_is_a_slice_without_a_place()
    {
        var found = SliceRules.OutOfOrder(FoundHere, ["Road", "River"]);
        Assert.Contains("Road stands below River, and Lane uses Water", found);
        Assert.Contains("Bridge has no place in the order", found);
        Assert.DoesNotContain(SliceRules.OutOfOrder(FoundHere, ["Bridge", "River", "Road"]), each => each.StartsWith("Road", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Faults(string project, string root, IReadOnlyList<string> order)
    {
        var uses = SliceRules.UsesOf(Assembly(project), root);
        return SliceRules.Circles(uses).Concat(SliceRules.OutOfOrder(uses, order));
    }

    private static string Assembly(string path) => CompiledTests.Assembly(SourceTree.Own.Projects.Single(project => project.Path == path));
}
