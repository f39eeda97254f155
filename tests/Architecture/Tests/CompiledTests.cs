using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

public sealed class CompiledTests
{
    private static readonly SourceTree Own = SourceTree.Own;
    private static readonly string[] Outside = ["Microsoft.AspNetCore", "MassTransit", "RabbitMQ", "MongoDB", "Microsoft.Data.Sqlite", "Bishui.Storage", "Bishui.Hosting"];

    public static TheoryData<string> Product => [.. Own.Projects.Where(p => !p.Folder.StartsWith("tests/", StringComparison.Ordinal)).Select(p => p.Path)];

    [Theory]
    [MemberData(nameof(Product))]
    public void Compiled_code_uses_only_what_its_project_may_reach(string path)
    {
        var project = Own.Projects.Single(p => p.Path == path);
        Assert.Empty(CompiledRules.Unreachable(Own, project, Assembly(project)));
    }

    [Theory]
    [InlineData("contracts")]
    [InlineData("services/shared/Rules")]
    public void Contracts_and_rules_use_the_base_library_only(string folder) =>
        Assert.Empty(CompiledRules.Beyond(Assembly(Own.Projects.Single(p => p.Folder == folder))));

    [Fact]
    public void Rules_and_scoring_inside_services_know_no_web_broker_or_database()
    {
        foreach (var project in Own.Projects.Where(p => p.Folder.Split('/') is ["services", not ("shared" or "launcher" or "verifier")]))
            Assert.Empty(CompiledRules.Dependent(Assembly(project), IsPure, Outside));
    }

    [Fact]
    public void A_use_of_a_foreign_project_in_compiled_code_is_found()
    {
        // This assembly uses the launcher; seen as if it were a category service, it may not.
        var launcher = Own.Projects.Single(p => p.Folder == "services/launcher");
        var disguised = Own.Projects.Single(p => p.Folder == "services/risk");
        Assert.Equal([$"{disguised.Name} uses {launcher.Name}"], CompiledRules.Unreachable(Own, disguised, typeof(CompiledTests).Assembly.Location));
    }

    [Fact]
    public void A_package_in_compiled_code_is_found() =>
        Assert.Contains("YamlDotNet", CompiledRules.Beyond(typeof(CompiledTests).Assembly.Location));

    [Fact]
    public void A_pure_type_that_depends_on_something_forbidden_is_found() =>
        Assert.Contains(typeof(DeploymentRules).FullName, CompiledRules.Dependent(typeof(CompiledTests).Assembly.Location, IsPure, "YamlDotNet"));

    // What a table cannot say, and the pure half of the assessment.
    private static bool IsPure(string name) => name.Split('.').Any(part => part is "Rules" or "Scoring");

    internal static string Assembly(SourceProject project)
    {
        // <root>/.artifacts/bin/<project>/<configuration>/, built as this assembly was
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var file = Path.Combine(own.Parent!.Parent!.FullName, project.Name, own.Name, project.Name + ".dll");
        Assert.True(File.Exists(file), $"{file} has not been built");
        return file;
    }
}
