using Bishui.Features.Registers;

namespace Bishui.Domestic.Plants;

internal static class Spans
{
    /// <summary>
    /// What a row was on a day; before its first day what it was then, for what is registered late was there before. Null where it was off the
    /// register.
    /// </summary>
    public static Row<T>? At<T>(this IReadOnlyList<Row<T>> spans, DateOnly day) where T : class =>
        spans.LastOrDefault(span => span.From <= day) is not { } held ? spans[0] : held.To < day ? null : held;
}
