using System.Runtime.CompilerServices;
using Bishui.Features.Obligations;
using Bishui.Rules.Obligations;
using Bishui.Storage.Documents;

namespace Bishui.Features.Registers;

/// <summary>Rows that owe duties of their own: a duty follows the row that is valid on its day.</summary>
internal sealed class RegisterObjects(RegisterCatalogue catalogue, IDocumentStore store) : IDutyObjects
{
    public bool Keeps(string kind) => catalogue.All.Any(register => register.Declared.DutyObject == kind);

    public async IAsyncEnumerable<DutyObject> ListAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var register in catalogue.All.Where(register => register.Declared.DutyObject is not null))
            await foreach (var held in RegisterBook.StreamAsync(store, register, cancel)) yield return Of(register, held.Body);
    }

    private static DutyObject Of(Register register, HeldRow row)
    {
        var spans = row.Spans();
        var last = spans[^1].Version.Values;
        return new()
        {
            Kind = register.Declared.DutyObject!,
            Id = row.Id,
            Name = register.NameOf(last),
            Site = register.SiteOf(last),
            Rows = [.. spans.Select(span => new DutyRow(
                span.Version.From,
                span.Version.Retired ? new Dictionary<string, string>() : register.Words(span.Version.Values),
                span.Version.Retired))],
        };
    }
}
