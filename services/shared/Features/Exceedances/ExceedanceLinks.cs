using Bishui.Features.Tasks;
using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

/// <summary>Entries may link to cases.</summary>
internal sealed class ExceedanceLinks : ILinkTarget
{
    public string Kind => "exceedance";

    public async ValueTask<bool> ExistsAsync(IDocumentReader reader, string id, CancellationToken cancel) =>
        await reader.FindAsync(ExceedanceCollections.Cases, id, cancel) is not null;
}
