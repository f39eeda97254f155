using System.Diagnostics;
using System.Globalization;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Bishui.Storage.Sqlite;
using Bishui.Tests.Storage.Conformance;

namespace Bishui.Tests.Storage.Sqlite;

/// <summary>This assembly as a process of its own that writes until it is killed, and what a test needs to start and end it.</summary>
internal sealed class VictimProcess : IDisposable
{
    public const int BatchSize = 20;
    public const int ScatteredBatches = 30, ScatteredSize = 1_000;
    private const int Writers = 4;
    private readonly Process _process;

    private VictimProcess(Process process) => _process = process;

    /// <summary>
    /// The process's entry point: <c>hold FOLDER</c> keeps the database open, <c>write FOLDER RUN</c> writes and tells what was acknowledged,
    /// <c>fold FOLDER RUN</c> writes what takes long to fold, tells so, and folds it, <c>receive FOLDER</c> takes a file in and does not keep it.
    /// </summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var task, var folder, .. var rest]) return 2;
        await using var database = await SqliteDatabase.OpenAsync(
            folder, Samples.All, TimeProvider.System, new() { FoldAfter = task == "fold" ? ScatteredBatches * ScatteredSize / 2 : 150 });
        using var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        output.WriteLine("open");
        if (task == "fold")
            for (var batch = 0; batch < ScatteredBatches; batch++) await database.AppendAsync(Scattered(rest[0], batch));
        if (task == "fold") output.WriteLine("appended");
        await using var received = task == "receive" ? await database.ReceiveFileAsync(new MemoryStream(new byte[1000]), 1000) : null;
        if (received is not null) output.WriteLine("receiving");
        if (task != "write") await Task.Delay(Timeout.InfiniteTimeSpan);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = $"{rest[0]}-{writer}-{i}";
                await database.AppendAsync(Batch(id), (_, _) => ValueTask.FromResult(
                    new Commit().Insert(Samples.Cases, id, Samples.Case(id)).Publish(new CaseOpened(id, 1))));
                output.WriteLine(id);
            }
        })));
        return 0;
    }

    /// <summary>The readings that belong to an id: of several series, late ones among them.</summary>
    public static IReadOnlyList<Reading> Batch(string id)
    {
        var numbers = id.Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var at = Samples.Noon.AddDays(numbers[0]).AddMinutes(numbers[2] % 2 == 0 ? numbers[2] : -numbers[2]);
        return [.. Enumerable.Range(0, BatchSize).Select(i => Samples.Reading(
            at.AddMilliseconds(i / 5), numbers[2] + i, site: $"site-{numbers[1]}", parameter: $"p{i % 5}", source: id))];
    }

    /// <summary>
    /// Readings that take long to fold: by the minute, each the only one of its bucket, or by the hour, in buckets that the first folding has
    /// written and the second writes anew.
    /// </summary>
    public static IReadOnlyList<Reading> Scattered(string run, int batch)
    {
        var (half, series) = Math.DivRem(batch, ScatteredBatches / 2);
        return [.. Enumerable.Range(0, ScatteredSize).Select(i => Samples.Reading(
            Samples.Noon.AddHours(2 * i + half), i, site: $"run-{run}", parameter: $"p{series}", kind: series % 2 == 0 ? ReadingKind.Minute : ReadingKind.Hour))];
    }

    public static VictimProcess Start(params string[] arguments)
    {
        var assembly = typeof(VictimProcess).Assembly.Location;
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return new(Process.Start(new ProcessStartInfo(host, [assembly, .. arguments]) { RedirectStandardOutput = true })!);
    }

    /// <summary>The next line it told, or null when it has ended.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Ends it without notice and gives what it had told but nobody had read.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        // A line without its end was cut by the kill.
        return rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
