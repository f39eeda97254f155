namespace Bishui.Features.Registers;

/// <summary>Faults that several registers look for.</summary>
public static class RowFaults
{
    /// <summary>What a row says has happened by the day from which it holds, so that figures as of a day rest on nothing later.</summary>
    public static IEnumerable<FieldFault> NotLater(DateOnly from, params (string Field, DateOnly? Day)[] days) => days.Where(each => each.Day > from)
        .Select(each => new FieldFault(each.Field, "later-than-row", $"不得晚于条目的生效日 {from:yyyy-MM-dd}", $"must not be later than {from:yyyy-MM-dd}, from which the row holds"));

    /// <summary>A day that cannot lie before another.</summary>
    public static IEnumerable<FieldFault> NotBefore(string field, DateOnly? day, DateOnly? earlier)
    {
        if (day < earlier) yield return new(field, "too-early", $"不得早于 {earlier:yyyy-MM-dd}", $"must not be before {earlier:yyyy-MM-dd}");
    }

    /// <summary>A field that another one calls for.</summary>
    public static IEnumerable<FieldFault> Needed(bool needed, string field, object? value, string zh, string en)
    {
        if (needed && value is null) yield return new(field, "missing", zh, en);
    }

    /// <summary>A field that means nothing without another.</summary>
    public static IEnumerable<FieldFault> Unexpected(bool unexpected, string field, object? value, string zh, string en)
    {
        if (unexpected && value is not null) yield return new(field, "unexpected", zh, en);
    }
}
