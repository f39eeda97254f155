using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Bishui.Launcher;
using Bishui.Launcher.Processes;
using Bishui.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Bishui.Tests.Faults;

/// <summary>What services/Dockerfile puts into an image, without the engine that would wrap it: made by its own command, started, weighed.</summary>
public sealed class ImageTests(ImageContext context, ITestOutputHelper output) : IClassFixture<ImageContext>
{
    private const long Most = 150L << 20;
    private static readonly TimeSpan PublishPatience = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Projects => new(ImageContext.Projects);

    [Fact]
    public void Every_program_has_an_image() => Assert.Equal(
        Part.Services.Append(Part.Gateway).Append(Part.Web).Select(part => part.Project).Order(),
        ImageContext.Projects.Select(project => Path.GetFileNameWithoutExtension(project)).Order());

    [Theory]
    [InlineData(".git/config", true)]
    [InlineData(".artifacts/bin/Bishui.Risk/release/Bishui.Risk.dll", true)]
    [InlineData(".data/credentials.json", true)]
    [InlineData(".data-second/keys/signing-key.pem", true)]
    [InlineData(".env", true)]
    [InlineData("credentials.json", true)]
    [InlineData("services/risk/obj/project.assets.json", true)]
    [InlineData("tests/Unit/Bishui.Tests.Unit.csproj", true)]
    [InlineData("services/risk/Bishui.Risk.csproj", false)]
    [InlineData("services/risk/Data/risk-rules.json", false)]
    [InlineData("gateway/Identity/Credentials.cs", false)]
    [InlineData("Directory.Packages.props", false)]
    public void An_image_is_built_from_sources_only(string path, bool ignored) => Assert.Equal(ignored, context.Ignored(path));

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task A_program_is_published_by_the_Dockerfiles_command_is_small_and_starts(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var app = context.Output(name);
        await PublishAsync(project, app);

        var files = new DirectoryInfo(app).GetFiles("*", SearchOption.AllDirectories);
        var size = files.Where(file => file.LinkTarget is null).Sum(file => file.Length);
        output.WriteLine($"{name}: {size >> 20} MB");
        Assert.InRange(size, 1, Most);
        Assert.DoesNotContain(files, file => file.Extension is ".dylib" or ".xml" or ".exe");
        Assert.False(Directory.Exists(Path.Combine(app, "runtimes")), "native libraries of several systems came along");
        Assert.False(File.Exists(Path.Combine(app, "System.Private.CoreLib.dll")), "the runtime is the image's");

        await StartsAsync(Path.Combine(app, "program"), name);
    }

    private async Task PublishAsync(string project, string app)
    {
        var info = new ProcessStartInfo("/bin/sh", ["-ec", ImageContext.PublishCommand(app)]) { WorkingDirectory = context.Sources, RedirectStandardOutput = true };
        // What the build of the tests left in the environment is not there in a container.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            info.Environment.Remove(name);
        info.Environment["PROJECT"] = project;
        info.Environment["TARGETARCH"] = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        using var publish = Process.Start(info)!;
        using var deadline = new CancellationTokenSource(PublishPatience);
        var said = await publish.StandardOutput.ReadToEndAsync(deadline.Token);
        await publish.WaitForExitAsync(deadline.Token);
        Assert.True(publish.ExitCode == 0, said);
    }

    private static async Task StartsAsync(string program, string name)
    {
        var folder = Directory.CreateTempSubdirectory("bishui-image-data-");
        try
        {
            using var data = DataFolder.Open(folder.FullName);
            Credentials.Keep(data.File("credentials.json"));
            var (port, metrics) = (FreePorts.Next(), FreePorts.Next());
            var log = new ProcessLog(name, new LogFiles(data.Folder("logs")));
            await using var process = new ChildProcess(name, program, [], log)
            {
                WorkingDirectory = Path.GetDirectoryName(program),
                Environment =
                {
                    // Where the image has the runtime, this machine need not.
                    ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
                    ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port};http://127.0.0.1:{metrics}",
                    ["ASPNETCORE_ENVIRONMENT"] = "Production",
                    ["BISHUI_METRICS_PORT"] = $"{metrics}",
                    ["BISHUI_DATA"] = data.Path,
                    ["BISHUI_RABBITMQ"] = "loopback://image",
                    ["BISHUI_AUTHORITY"] = "http://127.0.0.1:1",
                    ["BISHUI_ISSUER"] = "http://127.0.0.1:1",
                    ["BISHUI_GATEWAY"] = "http://127.0.0.1:1",
                    ["BISHUI_CREDENTIALS"] = data.File("credentials.json"),
                    ["BISHUI_KEYS"] = data.Folder("keys"),
                },
            };
            await process.StartAsync();
            using var http = new HttpClient();
            // Ready, and not only alive: the store's native library was found then.
            await Eventually.HoldsAsync(async () =>
            {
                Assert.True(process.IsRunning, string.Join('\n', process.LastLines(20)));
                try
                {
                    using var ready = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
                    return ready.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            }, StartPatience);
            Assert.Contains("service_name=\"bishui-", await http.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics")), StringComparison.Ordinal);
            Assert.True(await process.StopAsync(StartPatience));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
