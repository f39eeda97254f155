using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bishui.Hosting.Json;

/// <summary>Numbers of JSON as decimals: taken as they are written or not at all, never rounded unseen.</summary>
public static class ExactNumbers
{
    private const int MostDigits = 28;

    /// <summary>Why a number cannot be taken; the value it would have after rounding is nobody's.</summary>
    public static ValueFault Fault { get; } = new("out-of-range", $"数字须小于 10 的 {MostDigits} 次方，小数不超过 {MostDigits} 位，有效数字不超过 {MostDigits} 位",
        $"a number is below 1e{MostDigits} and has at most {MostDigits} digits, as many of them decimals");

    /// <summary>Whether a decimal holds a number of JSON exactly.</summary>
    /// <param name="number">The number as it is written, well-formed.</param>
    public static bool Holds(ReadOnlySpan<byte> number)
    {
        var mark = number.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = mark < 0 ? number : number[..mark];
        var power = mark < 0 ? 0 : PowerOf(number[(mark + 1)..]);
        // The digits from the first to the last that is not 0, and the power of ten of the last.
        var (digits, zeros, last, decimals, afterPoint) = (0, 0, 0, 0, false);
        foreach (var sign in mantissa)
        {
            if (sign == (byte)'.') { afterPoint = true; continue; }
            if (sign is < (byte)'0' or > (byte)'9') continue;
            if (afterPoint) decimals++;
            if (sign == (byte)'0') { if (digits > 0) zeros++; continue; }
            digits += zeros + 1;
            zeros = 0;
            last = decimals;
        }
        if (digits == 0) return power is > -1_000 and < 1_000;
        var lowest = (afterPoint && last > 0 ? -last : zeros - decimals) + power;
        return lowest >= -MostDigits && digits <= MostDigits && digits + Math.Max(lowest, 0) <= MostDigits;
    }

    private static int PowerOf(ReadOnlySpan<byte> text)
    {
        var (power, negative) = (0, false);
        foreach (var sign in text)
            if (sign == (byte)'-') negative = true;
            else if (sign != (byte)'+') power = Math.Min((power * 10) + sign - '0', 100_000);
        return negative ? -power : power;
    }
}

/// <summary>Refuses numbers that a decimal would round, for bodies that are read line by line.</summary>
public sealed class ExactDecimals : JsonConverter<decimal>
{
    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number)
            && (reader.HasValueSequence ? ExactNumbers.Holds(System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence)) : ExactNumbers.Holds(reader.ValueSpan))
            ? number : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value);
    }
}
