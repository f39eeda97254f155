using System.Numerics;
using System.Text;

namespace Bishui.Storage.Readings;

/// <summary>
/// Packs entries, some five bytes each: most differ from the one before only in the value. A body is a format byte, then each entry as a byte
/// of the <see cref="Same"/> bits followed by what is not the same. Read by <see cref="PackReader"/>; used again and again by one thread.
/// </summary>
/// <remarks>Format 1 had corrections as the only <see cref="More"/>, without its byte, and no detection limits.</remarks>
internal sealed class PackWriter
{
    public const byte Format = 2;

    /// <summary>The oldest format that is still read.</summary>
    public const byte OldestFormat = 1;

    /// <summary>What an entry leaves out.</summary>
    [Flags]
    internal enum Same : byte
    {
        None = 0,

        /// <summary>The series is that of the entry before.</summary>
        Series = 1,

        /// <summary>The time is as far from the entry before as that was from its own.</summary>
        Step = 2,

        /// <summary>It was recorded as long after its time as the entry before.</summary>
        Lag = 4,
        Mark = 8,
        Scale = 16,

        /// <summary>It has neither value nor detection limit: neither scale nor number follow.</summary>
        NoNumber = 32,

        /// <summary>The number follows as a whole decimal, not as the difference to the one before.</summary>
        WideNumber = 64,

        /// <summary>A byte of the <see cref="PackWriter.More"/> bits follows, and what they announce.</summary>
        More = 128,
    }

    /// <summary>What few entries have.</summary>
    [Flags]
    internal enum More : byte
    {
        None = 0,

        /// <summary>A version and a reason follow.</summary>
        Corrected = 1,

        /// <summary>The number is a detection limit.</summary>
        BelowDetection = 2,

        /// <summary>The number of a laboratory's report follows.</summary>
        LabReport = 4,
    }

    private readonly Dictionary<Mark, int> _marks = [];
    private byte[] _buffer = new byte[4096];
    private int _length;
    private long _series, _time, _step, _lag, _number;
    private int _mark, _scale;

    /// <summary>Entries since <see cref="Begin"/>.</summary>
    public int Count { get; private set; }

    public void Begin()
    {
        _marks.Clear();
        _buffer[0] = Format;
        _length = 1;
        _series = _time = _step = _lag = _number = 0;
        _mark = _scale = -1;
        Count = 0;
    }

    public byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    public void Add(long series, in Entry entry)
    {
        Reserve(96);
        Count++;
        var at = _length++;
        var same = Same.None;

        if (series == _series) same |= Same.Series;
        else Signed(series - _series);
        _series = series;

        var time = entry.Time;
        var step = time - _time;
        if (step == _step) same |= Same.Step;
        else Signed(step);
        (_time, _step) = (time, step);

        var lag = entry.RecordedAt - time;
        if (lag == _lag) same |= Same.Lag;
        else Signed(lag - _lag);
        _lag = lag;

        if (AddMark(entry.Mark)) same |= Same.Mark;

        if (entry.Finding == Finding.Nothing) same |= Same.NoNumber;
        else same |= AddNumber(entry.Number);

        if (AddMore(entry)) same |= Same.More;
        _buffer[at] = (byte)same;
    }

    private bool AddMore(in Entry entry)
    {
        var more = More.None;
        if (entry.Version > 1) more |= More.Corrected;
        if (entry.Finding == Finding.BelowDetection) more |= More.BelowDetection;
        if (entry.Notes?.LabReport is not null) more |= More.LabReport;
        if (more == More.None) return false;
        _buffer[_length++] = (byte)more;
        if (more.HasFlag(More.Corrected))
        {
            Unsigned((ulong)entry.Version);
            AddText(entry.Notes?.Reason);
        }
        if (more.HasFlag(More.LabReport)) AddText(entry.Notes!.LabReport);
        return true;
    }

    private bool AddMark(Mark mark)
    {
        if (!_marks.TryGetValue(mark, out var index))
        {
            index = _marks.Count;
            _marks.Add(mark, index);
            Unsigned((ulong)index);
            AddText(mark.Flag);
            AddText(mark.Source);
        }
        else if (index == _mark)
        {
            return true;
        }
        else
        {
            Unsigned((ulong)index);
        }
        _mark = index;
        return false;
    }

    private Same AddNumber(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var same = Same.None;
        var scale = (bits[3] >> 16) & 0xff;
        if (scale == _scale) same |= Same.Scale;
        else _buffer[_length++] = (byte)scale;
        _scale = scale;

        var low = (ulong)(uint)bits[1] << 32 | (uint)bits[0];
        var negative = bits[3] < 0;
        if (bits[2] != 0 || low > long.MaxValue || (negative && low == 0))
        {
            same |= Same.WideNumber;
            _buffer[_length++] = negative ? (byte)1 : (byte)0;
            Unsigned((uint)bits[2]);
            Unsigned(low);
            return same;
        }
        var whole = negative ? -(long)low : (long)low;
        Signed(unchecked(whole - _number));
        _number = whole;
        return same;
    }

    private void AddText(string? text)
    {
        if (text is null)
        {
            Unsigned(0);
            return;
        }
        var bytes = Encoding.UTF8.GetByteCount(text);
        Reserve(bytes + 96);
        Unsigned((ulong)bytes + 1);
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    private void Signed(long value) => Unsigned(unchecked((ulong)(value << 1) ^ (ulong)(value >> 63)));

    private void Unsigned(ulong value)
    {
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _buffer[_length++] = (byte)value;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length < more)
            Array.Resize(ref _buffer, (int)BitOperations.RoundUpToPowerOf2((uint)(_length + more)));
    }
}
