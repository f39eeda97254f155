namespace Bishui.Rules.Indicators;

/// <summary>How an indicator (考核指标) stands.</summary>
public enum IndicatorState
{
    /// <summary>The value meets the target.</summary>
    Met,

    /// <summary>It does not.</summary>
    Missed,

    /// <summary>The figure from above has not been entered: the value is shown, and not compared.</summary>
    PendingTarget,

    /// <summary>Not all of its facts are in, or its period is not over.</summary>
    Provisional,

    /// <summary>Nothing to measure, or nothing measured; never compliant.</summary>
    NoData,

    /// <summary>The plan prints no figure for it: it is shown, and not scored.</summary>
    NoTarget,
}
