using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

public sealed class PackageTests
{
    [Fact]
    public void Versions_stand_in_one_place_exact_and_free() => Assert.Empty(PackageRules.Broken(SourceTree.Own));

    [Theory]
    [InlineData("MassTransit", "9.0.0")]
    [InlineData("MassTransit.RabbitMQ", "8.5.13")]
    [InlineData("Other", "1.*")]
    [InlineData("Other", "[1.0.0,2.0.0)")]
    [InlineData("Other", "")]
    public void A_version_that_floats_or_is_not_free_is_found(string id, string version)
    {
        using var fixture = new FixtureTree(
            ("Directory.Packages.props", $"""<Project><ItemGroup><PackageVersion Include="{id}" Version="{version}" /></ItemGroup></Project>"""));
        Assert.Single(PackageRules.Broken(fixture.Tree));
    }

    [Theory]
    [InlineData("""<PackageReference Include="Known" Version="2.0.0" />""")]
    [InlineData("""<PackageReference Include="Known" VersionOverride="2.0.0" />""")]
    [InlineData("""<PackageReference Include="Unknown" />""")]
    public void A_version_of_a_project_s_own_and_an_unknown_package_are_found(string reference)
    {
        using var fixture = new FixtureTree(
            ("Directory.Packages.props", """<Project><ItemGroup><PackageVersion Include="Known" Version="1.0.0" /></ItemGroup></Project>"""),
            ("services/risk/P.csproj", $"<Project><ItemGroup>{reference}</ItemGroup></Project>"));
        Assert.Single(PackageRules.Broken(fixture.Tree));
    }
}
