using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;
using Xunit.Abstractions;

namespace Bishui.Tests.Faults;

[Collection(PlatformFixture.Name)]
public sealed partial class TourTests(PlatformFixture platform, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_tour_in_README_works_when_pasted()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Bishui.Launcher.Installation.Find().Root, "README.md"));
        var blocks = Bash().Matches(readme).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(blocks);
        var script = string.Concat(blocks)
            .Replace("BASE=http://127.0.0.1:8080", $"BASE={platform.Address.ToString().TrimEnd('/')}", StringComparison.Ordinal)
            .Replace("DATA=.data", $"DATA='{platform.DataPath}'", StringComparison.Ordinal);
        Assert.DoesNotContain(":8080", script, StringComparison.Ordinal);

        // Stricter than a shell that is pasted into: the first call that fails ends it.
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Bishui.Launcher.Installation.Find().Root,
        })!;
        var told = bash.StandardOutput.ReadToEndAsync();
        var errors = bash.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        await bash.WaitForExitAsync(patience.Token);
        output.WriteLine(await told);
        output.WriteLine(await errors);

        Assert.Equal(0, bash.ExitCode);
        foreach (var expected in (string[])["\"documentNumber\"", "加强入河排污口监管", "\"class\":", "\"accepted\":1", "GB 3838-2002", "limit-exceeded", "\"state\":\"assigned\"", "wrong-state", "\"class\":\"Ⅴ\"", "\"hash\":", "\"state\":\"submitted\"", "\"state\":\"done\"", "2021-Q3", "\"colour\":", "完好", "enterprise-undecided", "polluting-enterprises/tour-1", "no-data", "enterprises-decided", "\"points\":", "\"children\":", "\"period\":\"2021-H1\"", "wordprocessingml.document"])
            Assert.Contains(expected, await told, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^```bash\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Bash();
}
