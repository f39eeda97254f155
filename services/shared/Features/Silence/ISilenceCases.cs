using Bishui.Features.Sites;
using Bishui.Storage.Documents;

namespace Bishui.Features.Silence;

/// <summary>Where a silence is reported: a case about it opens and recovers in the same commit.</summary>
internal interface ISilenceCases
{
    /// <summary>Reports a site that fell silent; a repeat changes nothing.</summary>
    /// <returns>Id of the case.</returns>
    ValueTask<string> OpenAsync(
        IDocumentReader reader, Commit commit, Site site, DateTimeOffset since, string detail, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Reports that data arrive again.</summary>
    /// <returns>Id of the case; null where none is open.</returns>
    ValueTask<string?> RecoverAsync(
        IDocumentReader reader, Commit commit, Site site, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel);
}
