using Bishui.Storage.Documents;

namespace Bishui.Assessment.Plan.Imports;

/// <summary>The plans that were handed in.</summary>
internal sealed class ImportStore(IDocumentStore store)
{
    public Task AddAsync(string id, PlanImport import, CancellationToken cancel) =>
        store.CommitAsync(new Commit().Insert(PlanImport.Imports, id, import), cancel);

    public async Task<PlanImport?> FindAsync(string id, CancellationToken cancel) => (await store.FindAsync(PlanImport.Imports, id, cancel))?.Body;

    /// <summary>
    /// Puts an import in force and tells the services. Adopting it again changes nothing; one whose diff is out of date stays as it is.
    /// Null when there is no such import.
    /// </summary>
    public async Task<PlanImport?> AdoptAsync(string id, string by, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            return await store.DecideAsync(Decide, cancel);
        }
        catch (DocumentConflictException) when (!cancel.IsCancellationRequested)
        {
            // Another replica adopted at this moment: what is on file now says which of the two cases it is.
            return await store.DecideAsync(Decide, cancel);
        }

        async ValueTask<Decision<PlanImport?>> Decide(IDocumentReader reader)
        {
            if (await reader.FindAsync(PlanImport.Imports, id, cancel) is not { } held) return new(new(), null);
            if (held.Body.AdoptedAt is not null) return new(new(), held.Body);
            if (await PlanStore.NewestAsync(reader, cancel) is not { } current || !held.Body.IsBasedOn(current)) return new(new(), held.Body);
            var document = held.Body.Document with { Plan = held.Body.Document.Plan with { AdoptedAt = now } };
            var adopted = held.Body with { Document = document, AdoptedAt = now, AdoptedBy = by };
            return new(PlanStore.Adopt(new Commit().Update(PlanImport.Imports, id, held.Version, adopted), document), adopted);
        }
    }
}
