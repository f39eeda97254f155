using System.Diagnostics;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

/// <summary>What ./test says of the tests that were skipped.</summary>
public sealed class SkipReasonTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task A_reason_is_named_once_with_the_number_of_its_tests_whatever_they_printed()
    {
        var said = await SaidOfAsync(
            Skipped("needs a \"replica set\" & more", printed: new string('x', 5000)), Skipped("needs a \"replica set\" & more"), Skipped("no <browser>\r\n   at line 2"),
            Skipped(""), Result("Passed", "failed once"), Result("Failed", "broken\n" + new string('y', 5000)));
        Assert.Equal(["  skipped 2: needs a \"replica set\" & more", "  skipped 1: no reason given", "  skipped 1: no <browser>"], said);
    }

    [Fact]
    public async Task A_long_reason_is_cut_between_two_characters()
    {
        var said = Assert.Single(await SaidOfAsync(Skipped(string.Concat(Enumerable.Repeat("缺少浏览器", 100)))));
        Assert.Equal($"  skipped 1: {string.Concat(Enumerable.Repeat("缺少浏览器", 40))} …", said);
    }

    [Fact]
    public async Task Where_none_was_skipped_nothing_is_said() => Assert.Empty(await SaidOfAsync(Result("Passed", ""), Result("Failed", "broken")));

    public void Dispose() => File.Delete(_file);

    private static string Skipped(string reason, string printed = "") => Result("NotExecuted", reason, printed);

    private static string Result(string outcome, string message, string printed = "") => $"""
            <UnitTestResult testName="A test that says outcome=&quot;NotExecuted&quot;" outcome="{outcome}">
              <Output>
                <StdOut>{Escaped(printed)}</StdOut>
                <ErrorInfo>
                  <Message>{Escaped(message)}</Message>
                </ErrorInfo>
              </Output>
            </UnitTestResult>

        """;

    private static string Escaped(string text) => System.Security.SecurityElement.Escape(text).Replace("\r", "&#xD;", StringComparison.Ordinal);

    private async Task<string[]> SaidOfAsync(params string[] results)
    {
        await File.WriteAllTextAsync(_file, $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<TestRun>\n  <Results>\n{string.Concat(results)}  </Results>\n</TestRun>\n");
        // The shell's own language must not matter to where a text is cut.
        var info = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", ". \"$1\"; skip_reasons \"$2\"", "bash", Path.Combine(SourceTree.Own.Root, ".ci", "machine.sh"), _file])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            Environment = { ["LC_ALL"] = "C" },
        };
        using var bash = Process.Start(info)!;
        var said = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.Equal(0, bash.ExitCode);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
