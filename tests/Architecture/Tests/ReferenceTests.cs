using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

public sealed class ReferenceTests
{
    private static readonly SourceTree Own = SourceTree.Own;

    [Fact]
    public void Projects_reference_only_what_is_more_common_than_they_are() => Assert.Empty(ReferenceRules.Broken(Own));

    [Fact]
    public void The_product_references_no_test() => Assert.Empty(ReferenceRules.TestsReferenced(Own));

    [Fact]
    public void There_are_eight_services_found_by_folder() =>
        Assert.Equal(["agricultural", "assessment", "domestic", "ecological", "industrial", "risk", "shipping", "water-saving"], Own.Services.Order());

    [Theory]
    [InlineData("services/industrial", "../domestic/D.csproj")]
    [InlineData("services/industrial", "../shared/Storage/S.csproj")]
    [InlineData("services/verifier", "../shared/Features/F.csproj")]
    [InlineData("services/shared/Features", "../../assessment/A.csproj")]
    [InlineData("services/assessment", "../ecological/E.csproj")]
    [InlineData("services/shared/Features", "../../industrial/I.csproj")]
    [InlineData("services/shared/Rules", "../Storage/S.csproj")]
    [InlineData("services/shared/Storage", "../Rules/R.csproj")]
    [InlineData("services/shared/Hosting", "../Features/F.csproj")]
    [InlineData("services/launcher", "../industrial/I.csproj")]
    [InlineData("gateway", "../services/assessment/A.csproj")]
    [InlineData("gateway/web", "../../services/shared/Storage/S.csproj")]
    [InlineData("contracts", "../services/shared/Rules/R.csproj")]
    [InlineData("services/elsewhere/deeper", "../../shared/Rules/R.csproj")]
    public void A_reference_the_other_way_is_found(string folder, string reference)
    {
        using var fixture = new FixtureTree(($"{folder}/P.csproj", FixtureTree.Project([reference])));
        Assert.Single(ReferenceRules.Broken(fixture.Tree));
    }

    [Fact]
    public void A_reference_to_a_test_is_found()
    {
        using var fixture = new FixtureTree(("services/risk/P.csproj", FixtureTree.Project(["../../tests/Support/S.csproj"])));
        Assert.Single(ReferenceRules.TestsReferenced(fixture.Tree));
    }

    [Fact]
    public void A_project_that_is_only_built_before_another_is_not_referenced_by_it()
    {
        using var fixture = new FixtureTree(("services/launcher/P.csproj",
            """<Project><ItemGroup><ProjectReference Include="../risk/R.csproj" ReferenceOutputAssembly="false" /></ItemGroup></Project>"""));
        Assert.Empty(ReferenceRules.Broken(fixture.Tree));
    }

    [Theory]
    [InlineData("contracts")]
    [InlineData("services/shared/Rules")]
    public void The_purest_projects_name_no_package(string folder) =>
        Assert.Empty(Own.Projects.Single(p => p.Folder == folder).Packages);
}
