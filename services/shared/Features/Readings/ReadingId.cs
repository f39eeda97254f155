using Bishui.Rules.Time;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>
/// Names a version of a reading by its natural key: <c>lutang/ammonia-nitrogen/realtime/2021-04-01T16:00:00+08:00/v1</c>.
/// </summary>
internal static class ReadingId
{
    public static string Of(Reading reading) => Of(reading, reading.Version);

    public static string Of(Reading reading, int version) => FormattableString.Invariant(
        $"{reading.Site}/{reading.Parameter}/{KindName(reading.Kind)}/{reading.Time.ToOffset(ChinaTime.Offset):yyyy-MM-dd'T'HH:mm:ss.FFFzzz}/v{version}");

    public static string KindName(ReadingKind kind) => kind.ToString().ToLowerInvariant();
}
