namespace Bishui.Features.Registers;

/// <summary>
/// Declares a register (名录): a record type whose properties carry <see cref="FieldAttribute"/>. Everything else follows from it: lists,
/// history, schema, checks, workbook, import, export and events.
/// </summary>
/// <param name="key">Name within the service: lower-case letters, digits and hyphens, in the plural.</param>
/// <param name="titleZh">Chinese title.</param>
/// <param name="titleEn">English title.</param>
/// <param name="topics">Keys of the topics it belongs to; the units of the tasks that carry one may read and write it.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RegisterAttribute(string key, string titleZh, string titleEn, params string[] topics) : Attribute
{
    /// <summary>Name within the service.</summary>
    public string Key { get; } = key;

    /// <summary>Chinese title.</summary>
    public string TitleZh { get; } = titleZh;

    /// <summary>English title.</summary>
    public string TitleEn { get; } = titleEn;

    /// <summary>Keys of the topics it belongs to.</summary>
    public IReadOnlyList<string> Topics { get; } = topics;

    /// <summary>The kind of object under which the plan's rules know its rows, for example <c>plant</c>; null where rows owe no duties of their own.</summary>
    public string? DutyObject { get; init; }

    /// <summary>What a row is and when it is written, in Chinese; null where the title says it.</summary>
    public string? HelpZh { get; init; }
}

/// <summary>
/// Declares a field of a register. Its type says what it holds: <see cref="string"/>, <see cref="decimal"/>, <see cref="int"/>,
/// <see cref="bool"/>, <see cref="DateOnly"/>, an enumeration whose members carry <see cref="TermAttribute"/>, or a list of one of these two
/// (<c>IReadOnlyList&lt;string&gt;</c>, <c>IReadOnlyList&lt;TEnum&gt;</c>). A nullable field may be left out, a list may be empty, any other is required.
/// </summary>
/// <param name="labelZh">Chinese label; also the header of its column.</param>
/// <param name="labelEn">English label.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string labelZh, string labelEn) : Attribute
{
    /// <summary>Chinese label.</summary>
    public string LabelZh { get; } = labelZh;

    /// <summary>English label.</summary>
    public string LabelEn { get; } = labelEn;

    /// <summary>Unit of measure, for example <c>m³/d</c> or <c>%</c>; null for what has none.</summary>
    public string? Unit { get; init; }

    /// <summary>How it is filled in, in Chinese; null where the label says it.</summary>
    public string? HelpZh { get; init; }

    /// <summary>The row's name for people. Exactly one text field of a register says so.</summary>
    public bool IsName { get; init; }

    /// <summary>The least number allowed.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>The greatest number allowed.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>A regular expression that the whole text has to match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The most characters of a text.</summary>
    public int MaxLength { get; init; } = 500;

    /// <summary>
    /// What the text names: <c>site</c>, <c>entry</c> (of a ledger, with its attachments), <c>exceedance</c>, <c>obligation</c>, or the key of a
    /// register of the service whose row it is. What it names has to exist.
    /// </summary>
    public string? Refers { get; init; }

    /// <summary>The site where the row's readings are, for duties that a reading closes. At most one field, which refers to a site.</summary>
    public bool IsSite { get; init; }

    /// <summary>Personal data: shown only to the units that may write the register, never told, never logged.</summary>
    public bool Personal { get; init; }

    /// <summary>Further headers under which a workbook may have it.</summary>
    public string[] Also { get; init; } = [];
}

/// <summary>The term for a member of an enumeration, as pages and workbooks show it.</summary>
/// <param name="zh">Chinese term.</param>
/// <param name="en">English term.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class TermAttribute(string zh, string en) : Attribute
{
    /// <summary>Chinese term.</summary>
    public string Zh { get; } = zh;

    /// <summary>English term.</summary>
    public string En { get; } = en;
}

/// <summary>What is wrong with a field of a row.</summary>
/// <param name="Field">The property's name.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English.</param>
public sealed record FieldFault(string Field, string Code, string Zh, string En);

/// <summary>A register's record that checks more than its fields one by one. Pure: it sees the row, what it was before, and the day.</summary>
/// <typeparam name="T">The record itself.</typeparam>
public interface IChecked<T> where T : class
{
    /// <summary>What is wrong; empty when nothing is.</summary>
    /// <param name="before">The row as it was on that day until now; null for a new one.</param>
    /// <param name="from">The day from which the row is to hold.</param>
    IEnumerable<FieldFault> Check(T? before, DateOnly from);
}
