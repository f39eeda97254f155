namespace Bishui.Rules.Obligations;

/// <summary>How a duty stands on a day.</summary>
public enum DutyState
{
    /// <summary>Not met, and still in time.</summary>
    Open,

    /// <summary>Met in time.</summary>
    Met,

    /// <summary>Met after its due day.</summary>
    MetLate,

    /// <summary>Its due day has passed without evidence.</summary>
    Missed,

    /// <summary>Due before the plan was issued and without evidence: shown, never a breach (印发前事项).</summary>
    BeforeIssue,

    /// <summary>Someone entitled to it did without (免除).</summary>
    Waived,

    /// <summary>The event that starts its clock has not been recorded.</summary>
    AnchorOpen,

    /// <summary>Its due day needs a year whose calendar is not known.</summary>
    NotComputable,

    /// <summary>No longer owed: its rule or its object no longer makes it.</summary>
    Lapsed,
}
