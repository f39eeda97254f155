using System.Text;
using Bishui.Launcher;
using Bishui.Launcher.Processes;
using Bishui.Tests.Support.Hosting;
using Xunit;

namespace Bishui.Tests.Unit.Launcher;

public sealed class ProcessLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_is_moved_aside_when_it_is_full_and_the_oldest_go()
    {
        var log = new ProcessLog("web", new LogFiles(_folder.Path, largest: 1000, kept: 3, mostOfAll: 1_000_000));
        log.Begin();
        for (var n = 0; n < 100; n++)
            await log.Follow(Said($"line {n:000} {new string('x', 90)}\n"));

        Assert.Equal(["web.1.log", "web.2.log", "web.3.log", "web.log"], Files());
        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.InRange(new FileInfo(file).Length, 1, 1000));
        Assert.EndsWith("line 099 " + new string('x', 90) + "\n", await File.ReadAllTextAsync(log.File), StringComparison.Ordinal);
        Assert.DoesNotContain(Files(), file => File.ReadAllText(Path.Combine(_folder.Path, file)).Contains("line 000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_logs_together_have_a_bound_and_the_oldest_of_whichever_process_goes_first()
    {
        var files = new LogFiles(_folder.Path, largest: 1000, kept: 5, mostOfAll: 5000);
        var (first, second) = (new ProcessLog("first", files), new ProcessLog("second", files));
        for (var n = 0; n < 40; n++)
            await first.Follow(Said(new string('a', 200) + "\n"));
        var stamp = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1);
        foreach (var old in Directory.GetFiles(_folder.Path)) File.SetLastWriteTimeUtc(old, stamp);
        for (var n = 0; n < 40; n++)
            await second.Follow(Said(new string('b', 200) + "\n"));

        Assert.InRange(Directory.GetFiles(_folder.Path).Sum(file => new FileInfo(file).Length), 1, 7000);
        Assert.Contains("second.2.log", Files());
        Assert.DoesNotContain("first.2.log", Files());
    }

    [Fact]
    public async Task A_new_start_begins_a_new_file_and_keeps_the_one_before()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "web.log"), "the start before\n");
        var log = new ProcessLog("web", new LogFiles(_folder.Path));
        log.Begin();
        await log.Follow(Said("this start\n"));

        Assert.Equal("this start\n", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "web.log")));
        Assert.Equal("the start before\n", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "web.1.log")));
    }

    [Fact]
    public async Task The_last_words_of_a_process_are_kept_however_much_it_said_and_it_never_stands_still()
    {
        var log = new ProcessLog("talker", new LogFiles(_folder.Path, largest: 50_000, kept: 2));
        await using var process = new ChildProcess(
            "talker", "bash", ["-c", "head -c 3000000 /dev/zero | tr '\\0' 'x' | fold -w 100; echo; echo 'the last words' >&2; exit 3"], log);

        await process.StartAsync();
        Assert.Equal(3, await process.Exited.WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal("the last words", process.LastLines(1).Single());
        Assert.InRange(Directory.GetFiles(_folder.Path).Sum(file => new FileInfo(file).Length), 1, 150_000);
    }

    [Fact]
    public async Task A_process_goes_on_when_its_log_cannot_be_written()
    {
        var log = new ProcessLog("talker", new LogFiles(Path.Combine(_folder.Path, "there-is-no-such-folder")));
        await using var process = new ChildProcess("talker", "bash", ["-c", "head -c 1000000 /dev/zero | tr '\\0' 'x' | fold -w 100; echo; echo done"], log);

        await process.StartAsync();
        Assert.Equal(0, await process.Exited.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("done", process.LastLines(1).Single());
    }

    [Fact]
    public async Task What_a_process_left_behind_does_not_keep_its_end_from_being_known()
    {
        var log = new ProcessLog("parent", new LogFiles(_folder.Path));
        await using var process = new ChildProcess("parent", "bash", ["-c", "sleep 20 & echo gone"], log);

        await process.StartAsync();
        Assert.Equal(0, await process.Exited.WaitAsync(TimeSpan.FromSeconds(15)));
        Assert.Equal("gone", process.LastLines(1).Single());
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static MemoryStream Said(string text) => new(Encoding.UTF8.GetBytes(text));
}
