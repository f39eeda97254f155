namespace Bishui.Rules.Obligations;

/// <summary>How long a period is.</summary>
public enum PeriodKind
{
    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>Three months from January, April, July or October.</summary>
    Quarter,

    /// <summary>Six months from January or July.</summary>
    HalfYear,

    /// <summary>A calendar year.</summary>
    Year,
}
