using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

public sealed class DeclarationTests
{
    private static readonly SourceTree Own = SourceTree.Own;

    private static string[] Categories => [.. Own.Services.Where(service => service != "assessment")];

    [Fact]
    public void What_a_category_declares_stands_in_its_folder() => Assert.Empty(DeclarationRules.OutOfPlace(Own, Categories));

    [Fact]
    public void A_register_has_no_routes_of_its_own() => Assert.Empty(DeclarationRules.OwnRegisterRoutes(Own, Categories));

    [Theory]
    [InlineData("""[Register("ships", "船舶", "Ships", 10)]""")]
    [InlineData("var one = new Indicator { Key = \"share\" };")]
    [InlineData("return new FindingRule\n{\n};")]
    [InlineData("private static readonly Indicator Share = new() { };")]
    public void A_declaration_in_shared_code_or_in_the_assessment_is_found(string code)
    {
        using var shared = new FixtureTree(("services/shared/Features/A.cs", code), ("services/risk/A.cs", code));
        Assert.Single(DeclarationRules.OutOfPlace(shared.Tree, ["risk"]));
        using var assessment = new FixtureTree(("services/assessment/A.cs", code));
        Assert.Single(DeclarationRules.OutOfPlace(assessment.Tree, ["risk"]));
    }

    [Fact]
    public void A_route_beside_the_register_s_own_is_found()
    {
        using var fixture = new FixtureTree(("services/risk/A.cs", """group.MapGet("/registers/plans", List);"""), ("services/shared/Features/A.cs", """routes.MapGroup("/registers");"""));
        Assert.Single(DeclarationRules.OwnRegisterRoutes(fixture.Tree, ["risk"]));
    }
}
