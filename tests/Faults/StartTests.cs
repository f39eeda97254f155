using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Bishui.Launcher;
using Bishui.Tests.Support;
using Bishui.Tests.Support.Mongo;
using Xunit;
using Xunit.Abstractions;

namespace Bishui.Tests.Faults;

/// <summary>What ./start runs, from the outside: a process, its output, its signals.</summary>
public sealed partial class StartTests(ITestOutputHelper output) : IDisposable
{
    private const int Kill = 9;
    private const int Terminate = 15;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private readonly TcpListener _taken = new(IPAddress.Loopback, 0);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bishui-start-");

    private string Data => Path.Combine(_folder.FullName, "data");

    [Fact]
    public async Task A_platform_starts_reports_a_death_stops_in_order_starts_again_and_leaves_no_orphan()
    {
        using var first = new Launched(output, "--port", "0", "--data", Data);
        var ready = await first.LineAsync("ready: http://127.0.0.1:", StartPatience);
        var pids = first.Pids();
        Assert.Equal(11, pids.Count);

        // Secrets are the owner's alone.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(Path.Combine(Data, "credentials.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(Data));
        var credentials = await File.ReadAllTextAsync(Path.Combine(Data, "credentials.json"));
        using var http = new HttpClient();
        Assert.True((await http.GetAsync(new Uri(ready["ready: ".Length..] + "/api/public/sections/lutang/class?at=2021-04-01T16:00:00%2B08:00"))).IsSuccessStatusCode);

        // Metrics are the monitoring's, on a port that no route leads to; a host that is not the platform's is not answered.
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(ready["ready: ".Length..] + "/metrics"))).StatusCode);
        foreach (var name in new[] { "gateway", "web", "ecological" })
            Assert.Contains($"service_name=\"bishui-{name}\"", await http.GetStringAsync(new Uri($"http://127.0.0.1:{first.MetricsPort(name)}/metrics")), StringComparison.Ordinal);
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, ready["ready: ".Length..] + "/.well-known/openid-configuration");
        elsewhere.Headers.Host = "elsewhere.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(elsewhere)).StatusCode);

        // One launcher a folder.
        using (var second = new Launched(output, "--port", "0", "--data", Data))
        {
            Assert.Equal(1, await second.ExitCodeAsync(StopPatience));
            Assert.Contains($"pid {first.Id}", second.Text, StringComparison.Ordinal);
        }

        // A death is told by name, code and last words; the rest goes on.
        Send(pids["risk"], Kill);
        await first.LineAsync("risk died with exit code 137", StopPatience);
        Assert.True((await http.GetAsync(new Uri(ready["ready: ".Length..] + "/api/plan"))).IsSuccessStatusCode);

        Send(first.Id, Terminate);
        Assert.Equal(0, await first.ExitCodeAsync(StopPatience));
        Assert.All(pids.Values, pid => Assert.False(Runs(pid)));
        var stops = first.Lines.Where(l => l.Contains("/ stopped", StringComparison.Ordinal)).Select(NameOf).ToList();
        Assert.Equal(["gateway", "web"], stops.Take(2));
        Assert.Equal("rabbitmq", stops[^1]);

        var since = TimeProvider.System.GetTimestamp();
        using var again = new Launched(output, "--port", "0", "--data", Data);
        await again.LineAsync("ready: ", StartPatience);
        output.WriteLine($"second start ready after {TimeProvider.System.GetElapsedTime(since).TotalSeconds:0.0} s");
        Assert.Equal(credentials, await File.ReadAllTextAsync(Path.Combine(Data, "credentials.json")));
        Assert.Contains(again.Lines, l => l.Contains("/ kept", StringComparison.Ordinal));

        // kill -9 of the launcher itself: nothing it began is left.
        var children = again.Pids();
        Send(again.Id, Kill);
        await Eventually.HoldsAsync(() => Task.FromResult(!children.Values.Any(Runs)));
    }

    [Fact]
    public async Task The_death_of_the_broker_s_port_mapper_is_told_and_mended_and_everything_goes_on()
    {
        using var launched = new Launched(output, "--port", "0", "--data", Data);
        var ready = await launched.LineAsync("ready: http://127.0.0.1:", StartPatience);
        var pids = launched.Pids();
        var mapper = Assert.Single(launched.PortMappers());

        Send(mapper, Kill);
        await launched.LineAsync("epmd died with exit code 137", StopPatience);
        await launched.LineAsync("It is started again", StopPatience);
        var next = Assert.Single(await Eventually.FindAsync(
            () => Task.FromResult(launched.PortMappers().Where(pid => pid != mapper).ToList() is { Count: > 0 } found ? found : null)));
        Assert.All(pids.Values, pid => Assert.True(Runs(pid)));

        // The broker still carries what a service tells: the reading beyond its limit becomes a fact of the assessment.
        var (credentials, _) = Credentials.Keep(Path.Combine(Data, "credentials.json"));
        var gateway = new Uri(ready["ready: ".Length..]);
        using (PlatformClient bureau = new(gateway, credentials.Of("ecology-bureau")), committee = new(gateway, credentials.Of("ecology-committee")))
        {
            await bureau.PostAsync("/api/ecological/readings", new
            {
                readings = new[] { new { site = "lutang", parameter = "ammonia-nitrogen", time = "2021-10-31T12:00:00+08:00", kind = "manual", value = 1.35m, flag = "N" } },
            });
            await Eventually.HoldsAsync(async () => (await committee.ListAsync("/api/assessment/facts?type=limit-exceeded")).Count == 1);
        }

        Send(launched.Id, Terminate);
        Assert.Equal(0, await launched.ExitCodeAsync(StopPatience));
        Assert.Contains(launched.Lines, line => line.Contains("rabbitmq", StringComparison.Ordinal) && line.Contains("/ stopped", StringComparison.Ordinal));
        Assert.All(pids.Values.Append(next), pid => Assert.False(Runs(pid)));
    }

    [Theory]
    [InlineData(2, "--demo", "--demo is not there yet")]
    [InlineData(2, "--port=99999", "is not a port")]
    [InlineData(2, "--clock=yesterday", "neither a day nor real")]
    [InlineData(2, "--colour", "Unknown argument")]
    [InlineData(0, "--help", "--reset")]
    public async Task What_it_cannot_do_it_says(int exitCode, string argument, string says)
    {
        using var launched = new Launched(output, argument);
        Assert.Equal(exitCode, await launched.ExitCodeAsync(StopPatience));
        Assert.Contains(says, launched.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_ours_is_not_touched()
    {
        var stranger = Path.Combine(Directory.CreateDirectory(Data).FullName, "thesis.md");
        await File.WriteAllTextAsync(stranger, "three years of work");
        using var launched = new Launched(output, "--reset", "--port", "0", "--data", Data);
        Assert.Equal(1, await launched.ExitCodeAsync(StopPatience));
        Assert.Equal([stranger], Directory.GetFileSystemEntries(Data));
    }

    [Fact]
    public async Task A_reset_drops_the_folders_databases_and_no_others()
    {
        using var mongo = new StandInServer();
        await MongoFolderAsync(mongo);

        // It is asked to start on a port that is taken, so that it ends before it starts ten programs.
        using var launched = OnTakenPort(mongo.ConnectionString, "--reset");

        Assert.Equal(1, await launched.ExitCodeAsync(StopPatience));
        Assert.Contains("is taken", launched.Text, StringComparison.Ordinal);
        Assert.Contains("database dropped: bishui-0a1b-risk", launched.Text, StringComparison.Ordinal);
        Assert.Equal(["bishui-0a1b-other", "bishui-risk"], await mongo.NamesAsync());
        Assert.False(File.Exists(Path.Combine(Data, "kept")));
    }

    [Theory]
    [InlineData("no server", "MongoDB")]
    [InlineData("away", "could not be dropped")]
    [InlineData("not allowed", "not authorized")]
    [InlineData("another prefix", "not with")]
    public async Task A_reset_that_cannot_drop_them_says_why_and_empties_nothing(string what, string says)
    {
        using var mongo = new StandInServer();
        await MongoFolderAsync(mongo);
        mongo.AllowsDrops = what != "not allowed";

        using var launched = what switch
        {
            "no server" => OnTakenPort(null, "--reset"),
            "away" => OnTakenPort($"mongodb://127.0.0.1:{Bishui.Launcher.Processes.FreePorts.Next()}/?replicaSet=rs0", "--reset"),
            "another prefix" => OnTakenPort(mongo.ConnectionString, "--reset", ("BISHUI_MONGO_PREFIX", "other")),
            _ => OnTakenPort(mongo.ConnectionString, "--reset"),
        };

        Assert.Equal(1, await launched.ExitCodeAsync(StopPatience));
        Assert.Contains(says, launched.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("is taken", launched.Text, StringComparison.Ordinal);
        Assert.Equal(["bishui-0a1b-ecological", "bishui-0a1b-other", "bishui-0a1b-risk", "bishui-risk"], await mongo.NamesAsync());
        Assert.True(File.Exists(Path.Combine(Data, "kept")));
    }

    public void Dispose()
    {
        _taken.Dispose();
        _folder.Delete(recursive: true);
    }

    // A folder whose data are on a server that others use too.
    private async Task MongoFolderAsync(StandInServer mongo)
    {
        using (var data = DataFolder.Open(Data))
            MongoDatabases.Keep(data, "bishui-0a1b");
        await File.WriteAllTextAsync(Path.Combine(Data, "kept"), "");
        await mongo.MakeAsync("bishui-0a1b-risk", "bishui-0a1b-ecological", "bishui-0a1b-other", "bishui-risk");
    }

    private Launched OnTakenPort(string? mongo, string argument, params (string Name, string Value)[] more)
    {
        _taken.Start();
        var port = ((IPEndPoint)_taken.LocalEndpoint).Port;
        return new Launched(output, [("BISHUI_MONGO", mongo ?? ""), .. more], argument, "--port", $"{port}", "--data", Data);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static string NameOf(string row) => row.Split(' ', StringSplitOptions.RemoveEmptyEntries).First(w => Launched.Names.Contains(w));

    // A process that has ended but was not waited for by anyone is a zombie (state Z): it runs no more.
    private static bool Runs(int pid) =>
        File.Exists($"/proc/{pid}/stat") && File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] != 'Z';

    private static void Send(int pid, int signal) => Assert.Equal(0, KillProcess(pid, signal));

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int KillProcess(int pid, int signal);

    /// <summary>The launcher as a process of its own.</summary>
    private sealed class Launched : IDisposable
    {
        public static readonly HashSet<string> Names = [.. Part.Services.Append(Part.Gateway).Append(Part.Web).Select(p => p.Name), "rabbitmq"];
        private static readonly Part Launcher = new("launcher", "Bishui.Launcher", "");

        private readonly Process _process;
        private readonly List<string> _lines = [];

        public Launched(ITestOutputHelper output, params string[] arguments)
            : this(output, [], arguments)
        {
        }

        public Launched(ITestOutputHelper output, (string Name, string Value)[] environment, params string[] arguments)
        {
            var info = new ProcessStartInfo("dotnet", [Installation.Find().Program(Launcher), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in environment)
                info.Environment[name] = value;
            _process = Process.Start(info)!;
            _process.OutputDataReceived += Take;
            _process.ErrorDataReceived += Take;
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();

            void Take(object sender, DataReceivedEventArgs e)
            {
                if (e.Data is null)
                    return;
                lock (_lines)
                    _lines.Add(e.Data);
                output.WriteLine(e.Data);
            }
        }

        public int Id => _process.Id;

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public string Text => string.Join('\n', Lines);

        public async Task<string> LineAsync(string part, TimeSpan patience) => await Eventually.FindAsync(
            () => _process.HasExited ? throw new InvalidOperationException("ended:\n" + Text) : Task.FromResult(Lines.FirstOrDefault(l => l.Contains(part, StringComparison.Ordinal))), patience);

        public async Task<int> ExitCodeAsync(TimeSpan patience)
        {
            using var deadline = new CancellationTokenSource(patience);
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }

        // name → pid from the table's rows
        public Dictionary<string, int> Pids() => Column(1);

        public int MetricsPort(string name) => Column(3)[name];

        // Erlang's port mappers that this launcher runs; the table does not show them.
        public IReadOnlyList<int> PortMappers() => [.. Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Stat(pid) is ["epmd", not "Z", var parent, ..] && parent == $"{Id}")];

        // Name, state and parent of a process; null when it has just ended.
        private static string[]? Stat(int pid)
        {
            try
            {
                var stat = File.ReadAllText($"/proc/{pid}/stat");
                return [stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')], .. stat[(stat.LastIndexOf(')') + 2)..].Split(' ')];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
        }

        private Dictionary<string, int> Column(int afterName) => Lines.Where(l => l.Contains("/ ready", StringComparison.Ordinal))
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words => (Name: Array.FindIndex(words, Names.Contains), Words: words)).Where(w => w.Name >= 0)
            .GroupBy(w => w.Words[w.Name]).ToDictionary(g => g.Key, g => g.Last()).Where(g => g.Value.Words.Length > g.Value.Name + afterName && int.TryParse(g.Value.Words[g.Value.Name + afterName], out _))
            .ToDictionary(g => g.Key, g => int.Parse(g.Value.Words[g.Value.Name + afterName], System.Globalization.CultureInfo.InvariantCulture));
    }
}
