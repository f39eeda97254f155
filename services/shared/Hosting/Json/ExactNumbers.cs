using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bishui.Hosting.Json;

/// <summary>
/// Numbers as decimals: taken as they are written or not at all, never rounded unseen, and neither so large nor so small that what is worked out
/// from two of them could overflow.
/// </summary>
public static class ExactNumbers
{
    private const int MostDigits = 28;
    private const int Magnitude = 12;
    private const decimal Most = 1e12m, Least = 1e-12m;

    /// <summary>Why a number cannot be taken; the value it would have after rounding is nobody's.</summary>
    public static ValueFault Fault { get; } = new("out-of-range", $"数字的绝对值须小于 1e{Magnitude}，非零时不小于 1e-{Magnitude}，有效数字和小数均不超过 {MostDigits} 位",
        $"a number is below 1e{Magnitude} and, unless it is 0, not below 1e-{Magnitude}; it has at most {MostDigits} digits and as many decimals");

    /// <summary>Whether a decimal lies within the bounds.</summary>
    public static bool Holds(decimal number) => number == 0m || Math.Abs(number) is >= Least and < Most;

    /// <summary>Whether a number of JSON lies within the bounds and a decimal holds it exactly.</summary>
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
        return lowest >= -MostDigits && digits <= MostDigits && digits + lowest is > -Magnitude and <= Magnitude;
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
