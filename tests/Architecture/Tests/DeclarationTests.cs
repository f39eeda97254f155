using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

public sealed class DeclarationTests
{
    private static readonly SourceTree Own = SourceTree.Own;

    // The assessment declares too: tasks 38 to 45 are its own.
    private static string[] Categories => [.. Own.Services];

    [Fact]
    public void What_a_category_declares_stands_in_its_folder() => Assert.Empty(DeclarationRules.OutOfPlace(Own, Categories));

    [Theory]
    [InlineData("""[Register("ships", "船舶", "Ships", 10)]""")]
    [InlineData("var one = new Indicator { Key = \"share\" };")]
    [InlineData("return new FindingRule\n{\n};")]
    [InlineData("private static readonly Indicator Share = new() { };")]
    public void A_declaration_outside_the_services_that_may_declare_is_found(string code)
    {
        using var shared = new FixtureTree(("services/shared/Features/A.cs", code), ("services/risk/A.cs", code));
        Assert.Single(DeclarationRules.OutOfPlace(shared.Tree, ["risk"]));
        using var assessment = new FixtureTree(("services/assessment/A.cs", code));
        Assert.Single(DeclarationRules.OutOfPlace(assessment.Tree, ["risk"]));
    }
}
