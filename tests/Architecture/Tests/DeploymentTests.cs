using System.Diagnostics;
using Bishui.Launcher;
using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

public sealed class DeploymentTests
{
    private static readonly SourceTree Own = SourceTree.Own;

    [Fact]
    public void Every_service_has_a_route_and_a_cluster() => Assert.Empty(DeploymentRules.Unrouted(Own));

    [Fact]
    public void Every_program_has_a_container() => Assert.Empty(DeploymentRules.NotComposed(Own));

    [Fact]
    public void Every_program_has_its_manifests() => Assert.Empty(DeploymentRules.NotInCluster(Own));

    [Fact]
    public void Deployments_set_only_what_programs_read() => Assert.Empty(DeploymentRules.UnreadSettings(Own));

    [Fact]
    public void No_deployment_holds_a_secret() => Assert.Empty(DeploymentRules.WrittenSecrets(Own));

    [Fact]
    public void The_launcher_starts_every_program()
    {
        Assert.Equal(Own.Services.Order(), Part.Services.Select(p => p.Name).Order());
        foreach (var part in Part.Services)
            Assert.Equal($"services/{part.Name}", Own.Projects.Single(p => p.Name == part.Project).Folder);
        Assert.Equal("gateway", Own.Projects.Single(p => p.Name == Part.Gateway.Project).Folder);
        Assert.Equal("gateway/web", Own.Projects.Single(p => p.Name == Part.Web.Project).Folder);
    }

    [Theory]
    [InlineData("http://risk:8080", "web")]
    [InlineData("http://elsewhere:8080", "risk")]
    public void A_service_that_cannot_be_reached_is_found(string address, string routedTo)
    {
        using var fixture = new FixtureTree(
            ("services/risk/P.csproj", FixtureTree.Project()),
            ("gateway/appsettings.json", $$"""
                {"ReverseProxy": {"Routes": {"a": {"ClusterId": "{{routedTo}}" }, "b": { "ClusterId": "web" } },
                 "Clusters": {"risk": {"Destinations": {"one": {"Address": "{{address}}" } } }, "web": {"Destinations": {"one": {"Address": "http://web:8080" } } } } } }
                """));
        Assert.Single(DeploymentRules.Unrouted(fixture.Tree));
    }

    [Fact]
    public void A_program_without_a_container_or_with_another_s_is_found()
    {
        using var fixture = new FixtureTree(
            ("services/risk/P.csproj", FixtureTree.Project()),
            ("services/shipping/S.csproj", FixtureTree.Project()),
            ("docker-compose.yml", """
                services:
                  shipping: { build: { args: { PROJECT: services/risk/P.csproj } } }
                """));
        var found = DeploymentRules.NotComposed(fixture.Tree).ToList();
        Assert.Contains(found, f => f.EndsWith("has no risk", StringComparison.Ordinal));
        Assert.Contains(found, f => f.EndsWith("shipping is built from services/risk/P.csproj", StringComparison.Ordinal));
        Assert.Contains(found, f => f.EndsWith("shipping is not given BISHUI_RABBITMQ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_left_out_of_the_cluster_is_found()
    {
        using var fixture = new FixtureTree(
            ("services/risk/P.csproj", FixtureTree.Project()),
            ("k8s/base/kustomization.yaml", "resources: [gateway, web]"),
            ("k8s/base/gateway/kustomization.yaml", "labels: [{ pairs: { app.kubernetes.io/name: gateway } }]"),
            ("k8s/base/web/kustomization.yaml", "labels: [{ pairs: { app.kubernetes.io/name: other } }]"));
        Assert.Equal(2, DeploymentRules.NotInCluster(fixture.Tree).Count());
    }

    [Fact]
    public void A_setting_that_nothing_reads_and_a_written_password_are_found()
    {
        using var fixture = new FixtureTree(
            ("services/risk/a.cs", """var a = configuration["BISHUI_DATA"];"""),
            ("docker-compose.yml", "environment:\n  BISHUI_DATA: /data\n  BISHUI_DATE: /data\n  RABBITMQ_DEFAULT_PASS: guest\n  OTHER_PASSWORD: ${OTHER:?set it}\n"));
        Assert.Single(DeploymentRules.UnreadSettings(fixture.Tree));
        Assert.Single(DeploymentRules.WrittenSecrets(fixture.Tree));
    }

    [KubectlTheory]
    [InlineData("dev")]
    [InlineData("production")]
    public async Task Kustomize_builds_a_deployment_for_every_program(string overlay)
    {
        using var kubectl = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Own.Root, "k8s", "overlays", overlay)]) { RedirectStandardOutput = true })!;
        var manifests = (await kubectl.StandardOutput.ReadToEndAsync()).Split("\n---\n");
        await kubectl.WaitForExitAsync();
        Assert.Equal(0, kubectl.ExitCode);
        Assert.Equal(
            Own.Services.Append("gateway").Append("web").Order(),
            manifests.Where(m => m.Contains("\nkind: Deployment\n", StringComparison.Ordinal)).Select(m => m.Split("\n  name: ")[1].Split('\n')[0]).Order());
    }

    /// <summary>Runs where kubectl is installed; it needs no cluster.</summary>
    private sealed class KubectlTheoryAttribute : TheoryAttribute
    {
        public KubectlTheoryAttribute()
        {
            var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            if (!path.Any(folder => File.Exists(Path.Combine(folder, "kubectl"))))
                Skip = "kubectl is not installed: the manifests are checked as text only";
        }
    }
}
