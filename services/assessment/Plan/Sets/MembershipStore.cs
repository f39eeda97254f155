using System.Globalization;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Plan.Sets;

/// <summary>The statements about the members of sets.</summary>
internal sealed class MembershipStore(IDocumentStore store)
{
    public async Task<Memberships> ReadAsync(CancellationToken cancel) => new(await AllAsync(store, cancel));

    /// <summary>Records a statement under the next id; a code that says why, and nothing changes, where it contradicts what stands.</summary>
    public async Task<(Membership? Recorded, string? Refusal)> RecordAsync(Membership draft, IReadOnlyList<OpenSet> sets, CancellationToken cancel) =>
        await store.DecideAsync(async reader =>
        {
            var told = await AllAsync(reader, cancel);
            var before = new Memberships(told);
            var membership = draft with { Id = string.Create(CultureInfo.InvariantCulture, $"m{told.Count + 1:D6}") };
            if (membership.Corrects is { } old)
            {
                if (told.FirstOrDefault(each => each.Id == old) is not { } corrected || corrected.Set != membership.Set) return Refuse("unknown-entry");
                if (before.IsCorrected(corrected)) return Refuse("already-corrected");
            }
            return before.With(membership).Conflict(sets) is { } conflict
                ? Refuse(conflict.Code)
                : new Decision<(Membership?, string?)>(new Commit().Insert(Membership.Memberships, membership.Id, membership), (membership, null));
        }, cancel);

    private static Decision<(Membership?, string?)> Refuse(string code) => new(new(), (null, code));

    private static async Task<List<Membership>> AllAsync(IDocumentReader reader, CancellationToken cancel)
    {
        List<Membership> all = [];
        await foreach (var stored in reader.StreamAsync(Membership.Memberships, new(), cancel)) all.Add(stored.Body);
        return all;
    }
}
