using System.Globalization;
using Bishui.Contracts.Plans;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Plan;

/// <summary>The plans that were adopted, every version for itself.</summary>
internal sealed class PlanStore(IDocumentStore store)
{
    public static readonly Collection<PlanDocument> Plans = new("plans",
        new DocumentIndex<PlanDocument>("order", document => string.Create(
            CultureInfo.InvariantCulture, $"{document.Plan.Year:D4}|{document.Plan.PlanId}|{document.Plan.Version:D6}"), unique: true));

    /// <summary>The plan in force: the newest version of the newest year's. Null before the first adoption.</summary>
    public async Task<PlanDocument?> FindCurrentAsync(CancellationToken cancel) => await CurrentAsync(store, cancel);

    /// <summary>The plan in force; the service does not listen before there is one.</summary>
    public async Task<PlanDocument> CurrentAsync(CancellationToken cancel) =>
        await CurrentAsync(store, cancel) ?? throw new InvalidOperationException("No plan has been adopted");

    /// <summary>Puts a plan in force and tells the services, unless one is in force already: then nothing changes.</summary>
    public async Task<bool> AdoptFirstAsync(PlanDocument document, CancellationToken cancel)
    {
        try
        {
            return await store.DecideAsync(async reader => await CurrentAsync(reader, cancel) is null
                ? new Decision<bool>(new Commit().Insert(Plans, IdOf(document.Plan), document).Publish(document.Plan), true)
                : new Decision<bool>(new Commit(), false), cancel);
        }
        catch (DocumentConflictException) when (!cancel.IsCancellationRequested)
        {
            return false;                                       // another replica was first
        }
    }

    /// <summary>Tells the services of a plan once more.</summary>
    public Task AnnounceAsync(PlanAdopted plan, CancellationToken cancel) => store.CommitAsync(new Commit().Publish(plan), cancel);

    private static async ValueTask<PlanDocument?> CurrentAsync(IDocumentReader reader, CancellationToken cancel)
    {
        var page = await reader.ListAsync(Plans, new() { Index = "order", Descending = true, Limit = 1 }, cancel);
        return page.Items.Count == 0 ? null : page.Items[0].Body;
    }

    private static string IdOf(PlanAdopted plan) => $"{plan.PlanId}/{plan.Version}";
}
