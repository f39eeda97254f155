namespace Bishui.Storage.Documents;

/// <summary>A query that its asker got wrong: a cursor of another list, a search without a word.</summary>
/// <param name="field">The query's member, as a list's own query names it.</param>
/// <param name="zh">Why, in Chinese.</param>
/// <param name="en">Why, in English.</param>
public sealed class QueryRefusedException(string field, string zh, string en) : ArgumentException(en, field)
{
    /// <summary>The member.</summary>
    public string Field { get; } = field;

    /// <summary>Why, in Chinese and English.</summary>
    public string Why { get; } = $"{zh} / {en}";
}
