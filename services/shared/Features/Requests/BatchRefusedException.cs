namespace Bishui.Features.Requests;

/// <summary>A batch or a table as a whole cannot be taken.</summary>
internal sealed class BatchRefusedException(string code, string zh, string en, int status) : Exception($"{zh} / {en}")
{
    public string Code { get; } = code;
    public string Zh { get; } = zh;
    public string En { get; } = en;
    public int Status { get; } = status;
}
