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
    public void Every_secret_can_be_put_into_its_container() => Assert.Empty(DeploymentRules.UnmountableSecrets(Own));

    [Fact]
    public void Metrics_are_for_the_monitoring_only() => Assert.Empty(DeploymentRules.OpenMetrics(Own));

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

    [Fact]
    public void A_secret_that_compose_cannot_put_into_a_read_only_container_is_found()
    {
        using var fixture = new FixtureTree(("docker-compose.yml", """
            services:
              gateway: { read_only: true, secrets: [{ source: written }, mounted] }
              other: { read_only: true, secrets: [written] }
              third: { secrets: [written] }
            secrets:
              written: { environment: WRITTEN }
              mounted: { file: ./mounted }
            """));
        Assert.Equal(2, DeploymentRules.UnmountableSecrets(fixture.Tree).Count());
    }

    [Fact]
    public void Metrics_that_others_can_reach_are_found()
    {
        static string Deployment(string annotated, string ports) => $$"""
            spec:
              template:
                metadata: { annotations: { prometheus.io/port: "{{annotated}}" } }
                spec: { containers: [{ ports: [{{ports}}] }] }
            """;
        const string Both = "{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }";
        using var fixture = new FixtureTree(
            ("services/Dockerfile", "ENV BISHUI_METRICS_PORT=9090 A=b"),
            ("k8s/base/a/deployment.yaml", Deployment("9090", Both)),
            ("k8s/base/a/service.yaml", "spec: { ports: [{ port: 8080, targetPort: http }, { port: 9090, targetPort: metrics }] }"),
            ("k8s/base/b/deployment.yaml", Deployment("8080", Both)),
            ("k8s/base/c/deployment.yaml", Deployment("9091", Both.Replace("9090", "9091", StringComparison.Ordinal))),
            ("k8s/base/d/deployment.yaml", Deployment("8080", "{ name: http, containerPort: 8080 }")),
            ("k8s/base/network-policies.yaml", """
                metadata: { name: nothing }
                spec: { policyTypes: [Ingress] }
                ---
                metadata: { name: everybody }
                spec: { ingress: [{ ports: [{ port: metrics }] }] }
                ---
                metadata: { name: anything }
                spec: { ingress: [{ from: [{ podSelector: {} }] }] }
                ---
                metadata: { name: right }
                spec: { ingress: [{ from: [{ namespaceSelector: { matchLabels: { bishui/monitoring: "true" } } }], ports: [{ port: metrics }] }, { ports: [{ port: http }] }] }
                """));
        var found = DeploymentRules.OpenMetrics(fixture.Tree).ToList();
        Assert.Equal(6, found.Count);
        foreach (var what in new[] { "a/service.yaml", "b/deployment.yaml", "c/deployment.yaml", "d/deployment.yaml", "policy everybody", "policy anything" })
            Assert.Contains(found, f => f.Contains(what, StringComparison.Ordinal));
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
        // The address that users see is one that the gateway answers to; the others are asked for by names of their own and check no host.
        var maps = manifests.Where(m => m.Contains("\nkind: ConfigMap\n", StringComparison.Ordinal)).ToList();
        var settings = maps.SelectMany(m => m.Split('\n')).Select(line => line.Trim().Split(": ", 2))
            .Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        Assert.Equal(["name: bishui-gateway"], maps.Where(m => m.Contains("AllowedHosts", StringComparison.Ordinal)).Select(m => m.Split('\n').Single(line => line.StartsWith("  name: ", StringComparison.Ordinal)).Trim()));
        Assert.Equal(
            ["gateway"],
            manifests.Where(m => m.Contains("\nkind: Deployment\n", StringComparison.Ordinal) && m.Contains("name: bishui-gateway", StringComparison.Ordinal))
                .Select(m => m.Split("\n  name: ")[1].Split('\n')[0]));
        Assert.Contains(new Uri(settings["BISHUI_ISSUER"].Single()).Host, settings["AllowedHosts"].Single().Split(';'));
        Assert.Equal(overlay == "production", settings["ForwardedHeaders__KnownNetworks__0"].Single().Contains('/', StringComparison.Ordinal));
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
