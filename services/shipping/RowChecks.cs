using Bishui.Features.Registers;

namespace Bishui.Shipping;

/// <summary>Checks that several registers share.</summary>
internal static class RowChecks
{
    /// <summary>What a row says has happened by the day from which it holds, so that figures as of a day rest on nothing later.</summary>
    public static IEnumerable<FieldFault> NotLater(DateOnly from, params (string Field, DateOnly? Day)[] days) => days.Where(each => each.Day > from)
        .Select(each => new FieldFault(each.Field, "later-than-row", $"不得晚于条目的起始日 {from:yyyy-MM-dd}", $"must not be later than {from:yyyy-MM-dd}, from which the row holds"));

    /// <summary>A day that cannot lie before another.</summary>
    public static IEnumerable<FieldFault> NotBefore(string field, DateOnly? day, DateOnly? earlier)
    {
        if (day < earlier) yield return new(field, "too-early", $"不得早于 {earlier:yyyy-MM-dd}", $"must not be before {earlier:yyyy-MM-dd}");
    }
}
