using Bishui.Features.Sites;
using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

internal static class SilenceCases
{
    public static ValueTask OpenAsync(IDocumentReader reader, Commit commit, string service, Site site, DateTimeOffset since, string detail, DateTimeOffset now, CancellationToken cancel) => ValueTask.CompletedTask;
    public static ValueTask RecoverAsync(IDocumentReader reader, Commit commit, string service, Site site, DateTimeOffset now, CancellationToken cancel) => ValueTask.CompletedTask;
}
