using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Bishui.Tests.Architecture.Rules;

/// <summary>Every service can be reached and deployed: a route and a cluster, a container, manifests.</summary>
public static partial class DeploymentRules
{
    private const string Routes = "gateway/appsettings.json";
    private const string Compose = "docker-compose.yml";
    private const string Image = "services/Dockerfile";
    private const string Base = "k8s/base/kustomization.yaml";

    /// <summary>Services and pages without a route or a cluster, or whose cluster points elsewhere.</summary>
    public static IEnumerable<string> Unrouted(SourceTree tree)
    {
        var proxy = JsonNode.Parse(tree.Text(Routes))!["ReverseProxy"]!;
        var routed = proxy["Routes"]!.AsObject().Select(r => (string?)r.Value!["ClusterId"]).ToHashSet();
        foreach (var name in tree.Services.Append("web"))
        {
            if (!routed.Contains(name))
                yield return $"no route leads to {name}";
            var address = (string?)proxy["Clusters"]?[name]?["Destinations"]?["one"]?["Address"];
            if (address?.TrimEnd('/') != $"http://{name}:8080")
                yield return $"the cluster {name} is at {address ?? "nowhere"}, not at http://{name}:8080";
        }

        foreach (var unknown in routed.Except(tree.Services.Append("web")))
            yield return $"a route leads to {unknown}, which is no service";
    }

    /// <summary>Programs without a container of their own in docker-compose.yml, built from their own project.</summary>
    public static IEnumerable<string> NotComposed(SourceTree tree)
    {
        var services = (Dictionary<object, object>)Yaml(tree, Compose)["services"];
        foreach (var (name, folder) in Programs(tree))
        {
            if (!services.TryGetValue(name, out var entry))
            {
                yield return $"{Compose} has no {name}";
                continue;
            }

            var project = At(entry, "build", "args", "PROJECT") as string;
            if (project is null || !tree.Has(project) || Path.GetDirectoryName(project)!.Replace('\\', '/') != folder)
                yield return $"{Compose}: {name} is built from {project ?? "nothing"}";
            var environment = (At(entry, "environment") as Dictionary<object, object> ?? []).Keys.Cast<string>().ToHashSet();
            foreach (var needed in Needed(name).Where(n => !environment.Contains(n)))
                yield return $"{Compose}: {name} is not given {needed}";
        }
    }

    /// <summary>Programs that the Kubernetes base leaves out or names otherwise, and overlays that forget one.</summary>
    public static IEnumerable<string> NotInCluster(SourceTree tree)
    {
        var resources = ((List<object>)Yaml(tree, Base)["resources"]).Cast<string>().ToHashSet();
        foreach (var (name, _) in Programs(tree))
        {
            var folder = name is "gateway" or "web" ? name : "services/" + name;
            var file = $"k8s/base/{folder}/kustomization.yaml";
            if (!resources.Contains(folder) || !tree.Has(file))
            {
                yield return $"{Base} has no {folder}";
                continue;
            }

            var label = At(((List<object>)Yaml(tree, file)["labels"])[0], "pairs", "app.kubernetes.io/name") as string;
            if (label != name)
                yield return $"{file} names itself {label}";
        }
    }

    /// <summary>Settings named in the deployments that no program reads.</summary>
    public static IEnumerable<string> UnreadSettings(SourceTree tree)
    {
        var code = string.Concat(tree.Files
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) && (f.StartsWith("services/", StringComparison.Ordinal) || f.StartsWith("gateway/", StringComparison.Ordinal)))
            .Where(f => !f.StartsWith("services/launcher/", StringComparison.Ordinal))
            .Select(tree.Text));
        return from file in tree.Files
               where file == Compose || (file.StartsWith("k8s/", StringComparison.Ordinal) && file.EndsWith(".yaml", StringComparison.Ordinal))
               from Match match in Setting().Matches(tree.Text(file))
               where !code.Contains($"\"{match.Groups[1].Value}\"", StringComparison.Ordinal)
               select $"{file} sets {match.Groups[1].Value}, which nothing reads";
    }

    /// <summary>Passwords written into the deployments instead of being asked for.</summary>
    public static IEnumerable<string> WrittenSecrets(SourceTree tree) =>
        from file in tree.Files
        where file == Compose || file.StartsWith("k8s/", StringComparison.Ordinal)
        from Match match in Secret().Matches(tree.Text(file))
        where !match.Groups[2].Value.StartsWith("${", StringComparison.Ordinal)
        select $"{file}: {match.Value.Trim()}";

    /// <summary>Containers that could not be made: compose writes a secret from the environment into the container, which a read-only one refuses.</summary>
    public static IEnumerable<string> UnmountableSecrets(SourceTree tree)
    {
        var compose = Yaml(tree, Compose);
        var written = (At(compose, "secrets") as Dictionary<object, object> ?? [])
            .Where(secret => At(secret.Value, "environment") is not null || At(secret.Value, "content") is not null).Select(secret => (string)secret.Key).ToHashSet();
        return from service in (Dictionary<object, object>)compose["services"]
               where At(service.Value, "read_only") is "true"
               from secret in At(service.Value, "secrets") as List<object> ?? []
               let name = secret as string ?? At(secret, "source") as string
               where written.Contains(name!)
               select $"{Compose}: {service.Key} is read-only and is given {name}, which compose would have to write into it";
    }

    /// <summary>Programs whose metrics others than the monitoring can reach in the cluster, or that the monitoring looks for elsewhere.</summary>
    public static IEnumerable<string> OpenMetrics(SourceTree tree)
    {
        foreach (var file in tree.Files.Where(f => f.StartsWith("k8s/base/", StringComparison.Ordinal) && f.EndsWith("/deployment.yaml", StringComparison.Ordinal)))
        {
            var pod = At(Yaml(tree, file), "spec", "template");
            var ports = (At(((List<object>)At(pod, "spec", "containers")!)[0], "ports") as List<object> ?? [])
                .ToDictionary(port => (string)At(port, "name")!, port => (string)At(port, "containerPort")!);
            if (!ports.TryGetValue("metrics", out var metrics) || At(pod, "metadata", "annotations", "prometheus.io/port") as string != metrics || ports["http"] == metrics)
                yield return $"{file}: metrics have no port of their own, or are looked for elsewhere";
            else if (!tree.Text(Image).Contains($"BISHUI_METRICS_PORT={metrics} ", StringComparison.Ordinal))
                yield return $"{Image}: metrics are not on {metrics}, as {file} says";
            var service = file.Replace("/deployment.yaml", "/service.yaml", StringComparison.Ordinal);
            if (tree.Has(service) && At(Yaml(tree, service), "spec", "ports") is List<object> offered && offered.Any(port => At(port, "targetPort") is not "http"))
                yield return $"{service} offers more than http";
        }

        foreach (var policy in Documents(tree, "k8s/base/network-policies.yaml"))
            foreach (var rule in At(policy, "spec", "ingress") as List<object> ?? [])
            {
                var named = (At(rule, "ports") as List<object> ?? []).Select(port => At(port, "port") as string).ToList();
                var from = (At(rule, "from") as List<object> ?? []).Select(peer => At(peer, "namespaceSelector", "matchLabels", "bishui/monitoring") as string).ToList();
                if ((named.Count == 0 || named.Contains("metrics")) && (from.Count == 0 || from.Any(label => label != "true")))
                    yield return $"the network policy {At(policy, "metadata", "name")} lets others than the monitoring to the metrics";
            }
    }

    private static IEnumerable<(string Name, string Folder)> Programs(SourceTree tree) =>
        tree.Services.Select(s => (s, "services/" + s)).Append(("gateway", "gateway")).Append(("web", "gateway/web"));

    private static string[] Needed(string program) => program switch
    {
        "gateway" =>
        [
            "BISHUI_ISSUER", "BISHUI_CREDENTIALS", "BISHUI_KEYS", "BISHUI_CLOCK_OFFSET", "AllowedHosts", "ForwardedHeaders__KnownNetworks__0", "ForwardedHeaders__Proxies",
            "BISHUI_PAGES_KEY",
        ],
        "web" => ["BISHUI_GATEWAY", "BISHUI_CLOCK_OFFSET", "BISHUI_PAGES_KEY"],
        _ => ["BISHUI_RABBITMQ", "BISHUI_MONGO", "BISHUI_MONGO_PREFIX", "BISHUI_AUTHORITY", "BISHUI_ISSUER", "BISHUI_CLOCK_OFFSET"],
    };

    private static Dictionary<object, object> Yaml(SourceTree tree, string file) =>
        new Deserializer().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(new StringReader(tree.Text(file)))));

    private static IEnumerable<object> Documents(SourceTree tree, string file) => tree.Text(file).Split("\n---\n")
        .Select(text => new Deserializer().Deserialize<object>(new MergingParser(new Parser(new StringReader(text)))));

    private static object? At(object? node, params string[] path) =>
        path.Aggregate(node, (at, key) => at is Dictionary<object, object> map && map.TryGetValue(key, out var inner) ? inner : null);

    // A name that stands as a key, not inside ${…}, where it is the operator's own.
    [GeneratedRegex(@"(?:^|[\s{])(BISHUI_[A-Z_]+)(?=:\s)|(?<=name: )(BISHUI_[A-Z_]+)", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?i)^\s*\w*(pass|password|secret_key|replica_key)\w*:\s*(\S+)|amqp://[^:]+:(\S+)@", RegexOptions.Multiline)]
    private static partial Regex Secret();
}
