namespace Bishui.Features.Readings;

/// <summary>
/// Refuses what cannot be: a value beyond what the water or an instrument can say is a slip of the pen, a wrong unit or a broken device, and one such
/// value would decide a class. A row whose mark already says that it tells nothing of the water is kept as it was sent.
/// </summary>
internal static class Plausibility
{
    /// <summary>Whether a row's value, in its parameter's unit, can be; the row is rejected in the batch where it cannot.</summary>
    public static bool Holds(TakenRow row, ParsedBatch batch)
    {
        if ((row.Value ?? row.DetectionLimit) is not { } number || ReadingFlags.UseOf(row.Row.Flag) == FlagUse.Never) return true;
        if (row.Parameter.Outside(number) is not { } range) return true;
        var (bound, unit) = (range.Print(), row.Parameter.Unit);
        batch.Reject(row.Row.Index, row.Value is null ? "detectionLimit" : "value", "implausible",
            FormattableString.Invariant($"{row.Parameter.NameZh}不可能为 {number} {unit}：应在 {bound} {unit} 之内（{range.Source}）"),
            FormattableString.Invariant($"{row.Parameter.NameEn} cannot be {number} {unit}: plausible is {bound} {unit} ({range.Source})"));
        return false;
    }
}
