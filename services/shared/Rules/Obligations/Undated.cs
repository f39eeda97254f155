namespace Bishui.Rules.Obligations;

/// <summary>Why a duty has no due day although it will have one.</summary>
public enum Undated
{
    /// <summary>The event that starts the clock has not been recorded (起算日待定).</summary>
    AnchorOpen,

    /// <summary>The count of workdays needs a year whose calendar is not known.</summary>
    NotComputable,
}
