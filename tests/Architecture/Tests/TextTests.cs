using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

public sealed class TextTests
{
    private static readonly SourceTree Own = SourceTree.Own;

    private static IEnumerable<string> Categories => Own.Services.Where(s => s != "assessment");

    [Fact]
    public void The_top_level_is_what_a_newcomer_was_told() => Assert.Empty(TextRules.OutOfPlace(Own));

    [Fact]
    public void The_project_stands_alone() => Assert.Empty(TextRules.PointsOutside(Own));

    [Fact]
    public void Shared_code_knows_no_category_by_name() => Assert.Empty(TextRules.CategoryNamesInShared(Own, Categories));

    [Fact]
    public void Twenty_registers_cost_twenty_declarations() => Assert.Empty(TextRules.RegisterRoutesOutsideShared(Own));

    [Theory]
    [InlineData("""group.MapGet("/registers/farms/summary", Summary);""")]
    [InlineData("""var own = routes.MapGroup("/registers");""")]
    [InlineData("""app.MapPost($"/api/{name}/registers/{key}", Put);""")]
    public void A_service_s_own_route_under_registers_is_found(string code)
    {
        using var fixture = new FixtureTree(("services/risk/A.cs", code));
        Assert.Single(TextRules.RegisterRoutesOutsideShared(fixture.Tree));
    }

    [Theory]
    [InlineData("services/risk/A.cs", "// group.MapGet(\"/registers\", List);")]
    [InlineData("services/shared/Features/A.cs", "group.MapGet(\"/registers\", List);")]
    [InlineData("services/risk/A.cs", "group.MapGet(\"/plans\", List);")]
    public void Shared_code_and_comments_may_name_the_routes_of_registers(string path, string code)
    {
        using var fixture = new FixtureTree((path, code));
        Assert.Empty(TextRules.RegisterRoutesOutsideShared(fixture.Tree));
    }

    [Theory]
    [InlineData("helpers/a.cs")]
    [InlineData("notes.md")]
    [InlineData("docs/a.md")]
    public void Something_out_of_place_is_found(string path)
    {
        using var fixture = new FixtureTree((path, ""));
        Assert.Single(TextRules.OutOfPlace(fixture.Tree));
    }

    [Theory]
    [InlineData("README.md", "see ../" + "shared/design.md")]
    [InlineData("services/risk/a.cs", "// from ../../../" + "shared/domain")]
    [InlineData("start", "cd /wo" + "rk/main")]
    [InlineData("test", "curl https://api." + "nuget.org/v3")]
    public void A_way_out_of_the_tree_is_found(string path, string text)
    {
        using var fixture = new FixtureTree((path, text));
        Assert.Single(TextRules.PointsOutside(fixture.Tree));
    }

    [Fact]
    public void A_project_s_own_shared_folder_is_no_way_out()
    {
        using var fixture = new FixtureTree(("services/risk/P.csproj", FixtureTree.Project(["../shared/Features/F.csproj"])));
        Assert.Empty(TextRules.PointsOutside(fixture.Tree));
    }

    [Theory]
    [InlineData("""if (category.Name == "water-saving") return;""")]
    [InlineData("using Bishui.WaterSaving;")]
    [InlineData("Build<WaterSavingCategory>();")]
    [InlineData("""var url = "http://x"; var name = "water-saving"; // comment""")]
    public void A_category_s_name_in_shared_code_is_found(string code)
    {
        using var fixture = new FixtureTree(("services/shared/Features/A.cs", code));
        Assert.Single(TextRules.CategoryNamesInShared(fixture.Tree, Categories));
    }

    [Fact]
    public void A_comment_may_name_a_category_as_an_example()
    {
        using var fixture = new FixtureTree(("services/shared/Features/A.cs", "/// <summary>For example \"water-saving\".</summary>\nint a;"));
        Assert.Empty(TextRules.CategoryNamesInShared(fixture.Tree, Categories));
    }

    [Fact]
    public void The_solution_holds_every_project() => Assert.Empty(SolutionRules.Broken(Own));

    [Fact]
    public void A_project_outside_the_solution_and_an_entry_without_a_project_are_found()
    {
        using var fixture = new FixtureTree(
            ("Bishui.slnx", """<Solution><Project Path="gone/G.csproj" /></Solution>"""), ("services/risk/P.csproj", FixtureTree.Project()));
        Assert.Equal(2, SolutionRules.Broken(fixture.Tree).Count());
    }
}
