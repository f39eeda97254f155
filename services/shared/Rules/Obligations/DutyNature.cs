namespace Bishui.Rules.Obligations;

/// <summary>What it means to miss a duty.</summary>
public enum DutyNature
{
    /// <summary>The plan demands it.</summary>
    Breach,

    /// <summary>The plan only strives for it (力争).</summary>
    Warning,
}
