using System.Runtime.InteropServices;
using Bishui.Launcher.Processes;

namespace Bishui.Launcher;

/// <summary>One run of ./start, from the data folder to the last process that ends.</summary>
internal sealed class Session(Options options, TextWriter output, bool terminal) : IDisposable
{
    private readonly StatusTable _table = new(output, terminal);
    private readonly CancellationTokenSource _stop = new();

    /// <exception cref="InvalidOperationException">Something that the user can mend; nothing is left running.</exception>
    public async Task RunAsync()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, AskToStop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, AskToStop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, AskToStop);

        var installation = Installation.Find();
        using var data = DataFolder.Open(options.Data ?? Path.Combine(installation.Root, ".data"));
        if (options.Reset)
            await ResetAsync(data);
        var port = options.Port == 0 ? FreePorts.Next() : options.Port;
        if (!FreePorts.IsFree(port))
            throw new InvalidOperationException($"端口 {port} 已被占用，请用 --port 另选。 / Port {port} is taken; choose another with --port.");

        var credentials = KeepCredentials(data);
        var platform = new Platform(new PlatformSettings
        {
            Installation = installation,
            Data = data,
            Port = port,
            Clock = KeepClock(data),
            RabbitMq = Variable("BISHUI_RABBITMQ"),
            Mongo = Variable("BISHUI_MONGO"),
            MongoDatabases = KeepDatabases(data),
        });
        await using (platform)
        {
            Watch(platform);
            try
            {
                await platform.StartAsync(_stop.Token);
                await LoadReadingsAsync(installation, platform, credentials, data);
                if (!terminal)
                    _table.Show();
                _table.Say($"\n日志 / logs: {data.File("logs")}\n按 Ctrl-C 停止 / Ctrl-C stops everything\nready: http://127.0.0.1:{port}");
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                _table.Say("\n正在停止 / stopping");
            }
            finally
            {
                await platform.StopAsync();
            }
        }

        output.WriteLine("已全部停止 / everything stopped");
    }

    public void Dispose() => _stop.Dispose();

    private void AskToStop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _stop.Cancel();
    }

    private void Watch(Platform platform)
    {
        if (platform.Broker is { } broker)
            _table.Add(broker.Process, "消息代理", broker.Port);
        else
            output.WriteLine("消息代理 / broker: BISHUI_RABBITMQ");
        foreach (var program in platform.Programs)
            _table.Add(program.Process, program.Part.NameZh, program.Port, program.MetricsPort);
        if (terminal)
            _table.Show();

        platform.Changed += _table.Set;
        foreach (var process in platform.Processes)
            process.Died += (dead, code) => Report(dead, code, startedAgain: dead == platform.Broker?.PortMapper);
    }

    // Nothing is started again behind the user's back: what died, with what code, and its last words; the rest goes on. The broker's port mapper
    // is, and that is said.
    private void Report(ChildProcess process, int code, bool startedAgain) => _table.Say($"""

        {process.Name} 意外退出，退出码 {code} / {process.Name} died with exit code {code}; {process.LogFile}:
        {string.Join('\n', process.LastLines(10).Select(l => "    " + l))}
        {(startedAgain ? "已重新启动，" : "")}其余进程继续运行。 / {(startedAgain ? "It is started again; the rest" : "The rest")} goes on.
        """);

    // Databases first: a folder that was emptied would no longer know which they are.
    private async Task ResetAsync(DataFolder data)
    {
        foreach (var name in await MongoDatabases.DropAsync(data, Variable("BISHUI_MONGO"), Variable("BISHUI_MONGO_PREFIX")))
            output.WriteLine($"已删除数据库 / database dropped: {name}");
        data.Empty();
    }

    private MongoDatabases? KeepDatabases(DataFolder data)
    {
        if (Variable("BISHUI_MONGO") is null)
            return null;
        var databases = MongoDatabases.Keep(data, Variable("BISHUI_MONGO_PREFIX"));
        output.WriteLine($"数据库 / databases: MongoDB, {databases.Prefix}-*");
        return databases;
    }

    private Credentials KeepCredentials(DataFolder data)
    {
        var file = data.File("credentials.json");
        var (credentials, changed) = Credentials.Keep(file);
        output.WriteLine($"数据 / data: {data.Path}");
        output.WriteLine($"凭据 / credentials: {file}{(changed ? "（新生成，仅本用户可读 / made now, readable by you only）" : "")}");
        return credentials;
    }

    private ClockSetting KeepClock(DataFolder data)
    {
        var (clock, changed) = ClockSetting.Keep(data.File("clock.json"), options.ClockDay, options.RealClock, TimeProvider.System);
        var shown = clock.Offset is null ? "真实时间 / real time" : $"{clock.Now(TimeProvider.System):yyyy-MM-dd HH:mm}（北京时间，非真实时间 / in China, not real time）";
        output.WriteLine($"平台时钟 / clock: {shown}{(changed ? "，本次设定 / set by this start" : "，沿用 / kept")}");
        return clock;
    }

    private async Task LoadReadingsAsync(Installation installation, Platform platform, Credentials credentials, DataFolder data)
    {
        var done = data.File(PublishedReadings.DoneFile);
        if (File.Exists(done))
            return;
        var result = await new PublishedReadings(installation, platform.Gateway.Address, credentials).LoadAsync(_stop.Token);
        PrivateFiles.Write(done, $"liuzhou-2021-04: {result.Accepted + result.Duplicates}\n");
        _table.Say($"\n已载入 2021 年 4 月柳州公开监测数据 / published readings loaded: {result.Accepted} 条, {result.Rejected.Count} 条被拒 / rejected, {result.Exceedances} 件超标 / exceedances");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
