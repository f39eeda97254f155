using System.Globalization;
using Bishui.Assessment.Scoring;
using Bishui.Rules.SurfaceWater;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Reports.Drafting;

/// <summary>How values and states stand in the text of a report, in the plan's terms.</summary>
internal static class Show
{
    public const string Nothing = "—";

    /// <summary>As it is, without idle zeros.</summary>
    public static string Number(decimal? value) => value?.ToString("0.##########", CultureInfo.InvariantCulture) ?? Nothing;

    /// <summary>To two places, for points.</summary>
    public static string Points(decimal value) => decimal.Round(value, 2, MidpointRounding.AwayFromZero).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Day(DateOnly? day) => day is { } known ? FormattableString.Invariant($"{known.Year}年{known.Month}月{known.Day}日") : Nothing;

    /// <summary>In a table, where a day has one line.</summary>
    public static string Cell(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture) ?? Nothing;

    public static string Instant(DateTimeOffset at)
    {
        var civil = at.ToOffset(ChinaTime.Offset);
        return Day(ChinaTime.DayOf(at)) + civil.ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    public static string Class(string? key) => key is null ? Nothing : WaterClasses.Find(key)?.Symbol() ?? key;

    public static string State(TaskState state) => state switch
    {
        TaskState.Submitted => "已申请办结",
        TaskState.Returned => "办结申请被退回",
        TaskState.Done => "已办结",
        _ => "未办结",
    };

    public static string Duty(string state) => state switch
    {
        "met" => "按时完成",
        "met-late" => "逾期完成",
        "missed" => "逾期未完成",
        "open" => "未到期",
        "before-issue" => "印发前事项",
        "waived" => "免除",
        "anchor-open" => "起算日待定",
        _ => state,
    };

    public static string Indicator(string state) => state switch
    {
        "met" => "达标",
        "missed" => "未达标",
        "pending-target" => "目标待下达",
        "provisional" => "暂定",
        "no-data" => "无数据",
        "no-target" => "无目标",
        _ => state,
    };

    public static string Entry(string kind) => kind switch
    {
        "progress" => "进展",
        "evidence" => "佐证",
        "completion" => "办结",
        "correction" => "更正",
        "remark" => "说明",
        _ => kind,
    };

    /// <summary>How a case stands; null is one of which nothing was told but that it was opened.</summary>
    public static string Case(string? state) => state switch
    {
        null or "registered" => "登记",
        "assigned" => "交办",
        "refused" => "责任退回",
        "handled" => "承办",
        "done" => "办结",
        "sent-back" => "审核退回",
        "archived" => "归档",
        _ => state,
    };
}
