namespace Bishui.Assessment.Board;

/// <summary>How urgent a task is for a unit.</summary>
internal enum Colour
{
    Green,
    Yellow,
    Red,
}

/// <summary>One rule of the colours, as it is shown beside them.</summary>
/// <param name="Key">Stable.</param>
/// <param name="Colour">What it gives.</param>
/// <param name="Text">The rule, in Chinese.</param>
/// <param name="TextEn">The rule, in English.</param>
internal sealed record BoardRule(string Key, Colour Colour, string Text, string TextEn);

/// <summary>The rules in the order they are asked: the first that holds gives the colour.</summary>
internal static class BoardRules
{
    /// <summary>A duty due within so many days is worth a warning.</summary>
    public const int SoonDays = 7;

    public static readonly BoardRule DutyMissed = new("duty-missed", Colour.Red,
        "有应计的应办事项逾期未办（印发前事项不计）", "A duty that counts was missed; duties due before the plan was issued do not count");

    public static readonly BoardRule UrgingOverdue = new("urging-overdue", Colour.Red,
        "催办超过答复期限仍未答复", "An urging is unanswered past its day");

    public static readonly BoardRule DeadlinePassed = new("deadline-passed", Colour.Red,
        "任务完成时限已过而未办结", "The task's deadline has passed and it is not done");

    public static readonly BoardRule WarningMissed = new("warning-missed", Colour.Yellow,
        "力争完成的应办事项逾期未办，不计逾期", "A duty that the plan only strives for was missed, which is no breach");

    public static readonly BoardRule UrgingOpen = new("urging-open", Colour.Yellow,
        "有催办待答复", "An urging waits for its answer");

    public static readonly BoardRule CompletionReturned = new("completion-returned", Colour.Yellow,
        "办结申请被退回，待重新提交", "The completion was returned");

    public static readonly BoardRule DutySoon = new("duty-soon", Colour.Yellow,
        $"有应办事项在{SoonDays}日内到期", $"A duty is due within {SoonDays} days");

    public static readonly BoardRule IndicatorMissed = new("indicator-missed", Colour.Yellow,
        "有考核指标未达目标（暂定值和目标待下达的不计）", "An indicator misses its target; provisional values and pending targets do not count");

    public static readonly BoardRule Otherwise = new("otherwise", Colour.Green,
        "以上情形均无。牵头单位按本单位的应办事项、催办和办结申请判定，配合单位和审核单位按整项任务判定",
        "None of these. A leading unit is judged by its own duties, urgings and completion, a cooperating or reviewing one by the task as a whole");

    public static IReadOnlyList<BoardRule> All { get; } =
        [DutyMissed, UrgingOverdue, DeadlinePassed, WarningMissed, UrgingOpen, CompletionReturned, DutySoon, IndicatorMissed, Otherwise];
}
