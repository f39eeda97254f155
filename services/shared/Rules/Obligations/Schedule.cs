using System.Globalization;

namespace Bishui.Rules.Obligations;

/// <summary>
/// When a duty is owed. <see cref="Parse"/> reads the text in which a plan states it, and <see cref="ToString"/> gives that text back; one
/// meaning has one text.
/// </summary>
public abstract record Schedule
{
    private Schedule()
    {
    }

    /// <summary>The schedule as a plan states it.</summary>
    protected abstract string Text { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Text;

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FormatException">The text is not one; the message says what of it cannot be read.</exception>
    public static Schedule Parse(string text) => ScheduleText.Read(text);

    /// <summary><c>throughout 2021</c>: open all year and closed by a result at its end (全年).</summary>
    /// <param name="Year">The calendar year.</param>
    public sealed record Throughout(int Year) : Schedule
    {
        /// <inheritdoc/>
        protected override string Text => string.Create(CultureInfo.InvariantCulture, $"throughout {Year}");
    }

    /// <summary><c>by 2021-12-31</c>: the result exists at the end of that day.</summary>
    /// <param name="Day">Last day in time; never moved, even if it is a day off.</param>
    public sealed record By(DateOnly Day) : Schedule
    {
        /// <inheritdoc/>
        protected override string Text => string.Create(CultureInfo.InvariantCulture, $"by {Day:yyyy-MM-dd}");
    }

    /// <summary><c>every quarter due day 20 of month +1</c>: once in each period of the plan's year.</summary>
    /// <param name="Kind">The length of the period.</param>
    /// <param name="Due">Its due day; null for the last day of the period.</param>
    public sealed record Every(PeriodKind Kind, DueDay? Due) : Schedule
    {
        /// <inheritdoc/>
        protected override string Text => $"every {ScheduleText.WordOf(Kind)}{(Due is null ? "" : $" due {Due}")}";

        /// <summary>Last day in time for a period.</summary>
        public DateOnly DueOf(Period period) => Due?.Of(period) ?? period.Last;
    }

    /// <summary>
    /// <c>every 3 years since lastBalanceTest</c>: rolls on from a date of an object; where none is on file, it is owed at once.
    /// </summary>
    /// <param name="Years">Years from one date to the next.</param>
    /// <param name="Attribute">The object's attribute that holds the date.</param>
    public sealed record EveryYears(int Years, string Attribute) : Schedule
    {
        /// <inheritdoc/>
        protected override string Text => string.Create(CultureInfo.InvariantCulture, $"every {Years} years since {Attribute}");
    }

    /// <summary><c>within 45 workdays of region-plan-published</c>: the first workday after the event counts as the first.</summary>
    /// <param name="Workdays">How many.</param>
    /// <param name="Event">The event that starts the clock.</param>
    public sealed record Within(int Workdays, string Event) : Schedule
    {
        /// <inheritdoc/>
        protected override string Text => string.Create(CultureInfo.InvariantCulture, $"within {Workdays} workdays of {Event}");
    }

    /// <summary>
    /// <c>operating years since commissionedOn: 30, 50, 70</c>: at the end of each operating year counted from a date of an object, with a target
    /// each. Years beyond the last target make no duty.
    /// </summary>
    /// <param name="Attribute">The object's attribute that holds the date.</param>
    /// <param name="Targets">The target of the first, second … operating year.</param>
    public sealed record OperatingYears(string Attribute, IReadOnlyList<decimal> Targets) : Schedule
    {
        /// <inheritdoc/>
        protected override string Text =>
            $"operating years since {Attribute}: {string.Join(", ", Targets.Select(target => target.ToString(CultureInfo.InvariantCulture)))}";

        /// <summary>Two are equal where they say the same.</summary>
        public bool Equals(OperatingYears? other) => other?.Text == Text;

        /// <inheritdoc/>
        public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary><c>gate before project-approval</c>: a check that has to pass before the event may be recorded; it makes no dated duty.</summary>
    /// <param name="Event">The event it stands before.</param>
    public sealed record GateBefore(string Event) : Schedule
    {
        /// <inheritdoc/>
        protected override string Text => $"gate before {Event}";
    }

    /// <summary><c>as it happens</c>: no rhythm is stated (不定期), so it makes no dated duty and is never overdue.</summary>
    public sealed record AsItHappens : Schedule
    {
        /// <inheritdoc/>
        protected override string Text => "as it happens";
    }

    /// <summary><c>while a case is open</c>: from the opening of each case until it closes, without a due day of its own.</summary>
    public sealed record WhileACaseIsOpen : Schedule
    {
        /// <inheritdoc/>
        protected override string Text => "while a case is open";
    }
}
