namespace Bishui.Assessment;

internal static class ServiceName
{
    public const string Assessment = "assessment";
}
