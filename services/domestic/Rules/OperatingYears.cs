namespace Bishui.Domestic.Rules;

/// <summary>A year of operation, counted from the commissioning (建成运营).</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="First">First civil day.</param>
/// <param name="Last">Last civil day.</param>
public readonly record struct OperatingYear(int Number, DateOnly First, DateOnly Last)
{
    // Plan, task 5: 第一年30%、第二年50%、第三年70%. Later years keep the third year's: a reading, the plan says nothing of them.
    private static readonly decimal[] Stages = [30, 50, 70];

    /// <summary>The load it asks for, %.</summary>
    public decimal Target => Stages[Math.Min(Number, Stages.Length) - 1];

    /// <summary>Days of the year.</summary>
    public int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>How a part of an indicator names it.</summary>
    public string Period => FormattableString.Invariant($"year-{Number}");

    /// <summary>The year of operation in which a day falls; null before the commissioning.</summary>
    public static OperatingYear? On(DateOnly commissionedOn, DateOnly day)
    {
        if (day < commissionedOn) return null;
        var number = day.Year - commissionedOn.Year + 1;
        return Of(commissionedOn, StartOf(commissionedOn, number) > day ? number - 1 : number);
    }

    /// <summary>The newest year that is over at the end of a day; null while the first runs.</summary>
    public static OperatingYear? LastOver(DateOnly commissionedOn, DateOnly day) =>
        On(commissionedOn, day) switch
        {
            { } year when year.Last == day => year,
            { Number: > 1 } year => Of(commissionedOn, year.Number - 1),
            _ => null,
        };

    private static OperatingYear Of(DateOnly commissionedOn, int number) =>
        new(number, StartOf(commissionedOn, number), StartOf(commissionedOn, number + 1).AddDays(-1));

    // As the duties count them: a year that would begin on 29 February begins, where there is none, on 1 March.
    private static DateOnly StartOf(DateOnly commissionedOn, int number)
    {
        var start = commissionedOn.AddYears(number - 1);
        return start.Day == commissionedOn.Day ? start : start.AddDays(1);
    }
}
