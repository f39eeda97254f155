using System.Text;
using static Bishui.Storage.Readings.PackWriter;

namespace Bishui.Storage.Readings;

/// <summary>Reads what <see cref="PackWriter"/> packed, entry by entry.</summary>
internal ref struct PackReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly Marks _known;
    private List<Mark>? _marks;
    private Mark? _mark;
    private int _at, _scale;
    private long _time, _step, _lag, _number;

    public PackReader(ReadOnlySpan<byte> body, Marks known)
    {
        if (body.Length == 0 || body[0] is < OldestFormat or > Format)
            throw new InvalidDataException($"Packed readings of an unknown format ({(body.Length == 0 ? "empty" : body[0])}).");
        _body = body;
        _known = known;
        _at = 1;
    }

    /// <summary>Series of the current entry.</summary>
    public long Series { get; private set; }

    /// <summary>Goes to the next entry, or answers false at the end.</summary>
    public bool Next(out Entry entry)
    {
        entry = default;
        if (_at >= _body.Length) return false;
        var same = (Same)_body[_at++];
        if (!same.HasFlag(Same.Series)) Series += Signed();
        if (!same.HasFlag(Same.Step)) _step = Signed();
        _time += _step;
        if (!same.HasFlag(Same.Lag)) _lag += Signed();
        if (!same.HasFlag(Same.Mark)) ReadMark();
        var number = same.HasFlag(Same.NoNumber) ? 0 : Number(same);
        var more = !same.HasFlag(Same.More) ? More.None : _body[0] == OldestFormat ? More.Corrected : (More)_body[_at++];
        var (version, reason) = more.HasFlag(More.Corrected) ? ((int)Unsigned(), Text()) : (1, null);
        var labReport = more.HasFlag(More.LabReport) ? Text() : null;
        var finding = same.HasFlag(Same.NoNumber) ? Finding.Nothing : more.HasFlag(More.BelowDetection) ? Finding.BelowDetection : Finding.Value;
        entry = new(_time, finding, number, _mark!, _time + _lag, version, Notes.Of(reason, labReport));
        return true;
    }

    private decimal Number(Same same)
    {
        if (!same.HasFlag(Same.Scale)) _scale = _body[_at++];
        if (same.HasFlag(Same.WideNumber))
        {
            var negative = _body[_at++] == 1;
            var high = (int)(uint)Unsigned();
            var low = Unsigned();
            return new((int)(uint)low, (int)(uint)(low >> 32), high, negative, (byte)_scale);
        }
        _number = unchecked(_number + Signed());
        var magnitude = (ulong)Math.Abs(_number);
        return new((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, _number < 0, (byte)_scale);
    }

    private void ReadMark()
    {
        var index = (int)Unsigned();
        _marks ??= [];
        if (index == _marks.Count) _marks.Add(_known.Of(Text()!, Text()!));
        _mark = _marks[index];
    }

    private string? Text()
    {
        var length = (int)Unsigned();
        if (length == 0) return null;
        var text = Encoding.UTF8.GetString(_body.Slice(_at, length - 1));
        _at += length - 1;
        return text;
    }

    private long Signed()
    {
        var value = Unsigned();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    private ulong Unsigned()
    {
        ulong value = _body[_at++];
        if (value < 0x80) return value;
        value &= 0x7f;
        for (var shift = 7; ; shift += 7)
        {
            var next = _body[_at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
