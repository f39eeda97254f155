using System.Globalization;
using Bishui.Launcher.Processes;

namespace Bishui.Launcher;

/// <summary>
/// The one table of the platform's processes. On a terminal it is redrawn in place while things start and stop; into a file
/// or a pipe each change is a line, and the table comes once, when everything is ready.
/// </summary>
internal sealed class StatusTable(TextWriter output, bool terminal)
{
    private readonly Lock _gate = new();
    private readonly List<Line> _lines = [];
    private int _drawn;

    public void Add(ChildProcess process, string nameZh, int port, int? metricsPort = null) => _lines.Add(new Line(process, nameZh, port, metricsPort));

    /// <summary>Shows the new state of a process; nothing of one that has no line, as the broker's port mapper.</summary>
    public void Set(ChildProcess process, PartState state)
    {
        lock (_gate)
        {
            if (_lines.Find(l => l.Process == process) is not { } line)
                return;
            line.State = state;
            if (terminal && _drawn > 0)
                Draw();
            else if (!terminal)
                output.WriteLine($"  {Count()}{Row(line)}");
        }
    }

    /// <summary>Writes the table; on a terminal it stays where it is until something else is written.</summary>
    public void Show()
    {
        lock (_gate)
            Draw();
    }

    /// <summary>Writes below the table, which then no longer moves.</summary>
    public void Say(string text)
    {
        lock (_gate)
        {
            output.WriteLine(text);
            _drawn = 0;
        }
    }

    private void Draw()
    {
        if (terminal && _drawn > 0)
            output.Write($"\u001b[{_drawn}A\u001b[J");
        output.WriteLine($"  {Pad("名称", 14)}{Pad("name", 14)}{Pad("pid", 9)}{Pad("port", 7)}{Pad("metrics", 9)}状态 / state");
        foreach (var line in _lines)
            output.WriteLine("  " + Row(line));
        _drawn = terminal ? _lines.Count + 1 : 0;
    }

    private string Count() => $"[{_lines.Count(l => l.State == PartState.Ready),2}/{_lines.Count}] ";

    private static string Row(Line line) => Pad(line.NameZh, 14) + Pad(line.Process.Name, 14)
        + Pad(line.Process.Id?.ToString(CultureInfo.InvariantCulture) ?? "", 9) + Pad(line.Port.ToString(CultureInfo.InvariantCulture), 7)
        + Pad(line.MetricsPort?.ToString(CultureInfo.InvariantCulture) ?? "", 9) + Words(line.State);

    private static string Words(PartState state) => state switch
    {
        PartState.Waiting => "等待 / waiting",
        PartState.Starting => "启动中 / starting",
        PartState.Ready => "就绪 / ready",
        PartState.Stopped => "已停止 / stopped",
        PartState.Killed => "超时未停，已强制结束 / killed, did not stop in time",
        _ => "意外退出 / died",
    };

    // Chinese characters take two columns of a terminal.
    private static string Pad(string text, int width) =>
        text + new string(' ', Math.Max(1, width - text.Sum(c => c is >= '\u2e80' and <= '\uffdc' ? 2 : 1)));

    private sealed class Line(ChildProcess process, string nameZh, int port, int? metricsPort)
    {
        public ChildProcess Process => process;
        public string NameZh => nameZh;
        public int Port => port;
        public int? MetricsPort => metricsPort;
        public PartState State { get; set; }
    }
}
