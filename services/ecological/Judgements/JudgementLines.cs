using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bishui.Hosting.Json;

namespace Bishui.Ecological.Judgements;

/// <summary>Takes lines as they arrive and gives a line for each as soon as it is judged.</summary>
internal sealed class JudgementLines(RowJudge judge, PipeReader lines, PipeWriter answers) : IDisposable
{
    public const int MostRows = 100_000;
    private const int LongestLine = 64 * 1024;

    private readonly Utf8JsonWriter _json = new(answers, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private bool _skipping;

    /// <summary>Lines taken so far; blank ones do not count.</summary>
    public int Rows { get; private set; }

    /// <summary>Judges until the lines end. Of those beyond what a call may hold one line tells; they are read all the same, or their sender could not hear it.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var read = await lines.ReadAsync(cancel);
            var rest = read.Buffer;
            while (TryLine(ref rest, read.IsCompleted, out var line))
                Take(line);
            lines.AdvanceTo(rest.Start, rest.End);
            await answers.FlushAsync(cancel);
            if (read.IsCompleted) return;
        }
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Writes a line of its own.</summary>
    public void Write(JudgedRow row)
    {
        JsonSerializer.Serialize(_json, row, JsonDefaults.Options);
        _json.Flush();
        _json.Reset();
        answers.Write("\n"u8);
    }

    private void Take(ReadOnlySequence<byte> line)
    {
        if (Rows == 0 && line.Length >= 3 && BodyReading.WithoutMark(line.Slice(0, 3).ToArray()).IsEmpty) line = line.Slice(3);
        if (Rows > MostRows || IsBlank(line)) return;
        Rows++;
        Write(Rows > MostRows
            ? RowJudge.Fault(null, "too-many-rows", $"一次最多评价 {MostRows} 行，其余未评价", $"at most {MostRows} rows a call: the rest was not judged")
            : line.Length > LongestLine
            ? RowJudge.Fault(null, "line-too-long", $"一行最长 {LongestLine} 字节", $"a line may have {LongestLine} bytes")
            : judge.Judge(line));
    }

    private bool TryLine(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        while (true)
        {
            line = rest;
            var end = rest.PositionOf((byte)'\n');
            if (end is { } at)
            {
                line = rest.Slice(0, at);
                rest = rest.Slice(rest.GetPosition(1, at));
                if (!_skipping) return true;
                _skipping = false; // the tail of a line that was too long
                continue;
            }

            // A line without an end in sight is told of once and let go, so that it never fills the memory.
            var tooLong = rest.Length > LongestLine;
            if (!isLast && !tooLong) return false;
            var told = _skipping;
            _skipping = !isLast;
            rest = rest.Slice(rest.End);
            return !told && !line.IsEmpty;
        }
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
            if (!part.Span.Trim(" \r\t"u8).IsEmpty) return false;
        return true;
    }
}
