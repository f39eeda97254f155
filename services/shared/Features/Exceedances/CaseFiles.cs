using Bishui.Features.Attachments;
using Bishui.Features.Sites;
using Bishui.Hosting.Identity;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Exceedances;

/// <summary>A case passes through hands that have no part in the tasks of its site: whoever sees it may bring files for it.</summary>
internal sealed class CaseFiles(SiteDirectory sites) : IAttachmentSubject
{
    public string Kind => "exceedance";

    public async ValueTask<ProblemHttpResult?> RefusalAsync(IDocumentReader reader, Caller caller, string id, DateOnly on, CancellationToken cancel)
    {
        if (await reader.FindAsync(ExceedanceCollections.Cases, id, cancel) is not { Body: var about }) return ExceedanceEndpoints.Unknown(id);
        return (await CaseAccess.OfAsync(reader, sites, caller, on, cancel)).Sees(about) ? null : ExceedanceEndpoints.NotYours();
    }
}
