namespace Bishui.Features.Requests;

/// <summary>A batch or a table as a whole cannot be taken.</summary>
/// <param name="code">Stable, kebab-case.</param>
/// <param name="zh">Why, in Chinese.</param>
/// <param name="en">Why, in English.</param>
/// <param name="status">The HTTP status to answer with.</param>
public sealed class BatchRefusedException(string code, string zh, string en, int status) : Exception($"{zh} / {en}")
{
    /// <summary>Stable, kebab-case.</summary>
    public string Code { get; } = code;

    /// <summary>Why, in Chinese.</summary>
    public string Zh { get; } = zh;

    /// <summary>Why, in English.</summary>
    public string En { get; } = en;

    /// <summary>The HTTP status to answer with.</summary>
    public int Status { get; } = status;
}
