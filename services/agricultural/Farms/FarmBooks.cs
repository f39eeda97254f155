using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;

namespace Bishui.Agricultural.Farms;

/// <summary>A farm with what it has on file as of a day.</summary>
/// <param name="Farm">The farm.</param>
/// <param name="Plans">Its return-to-field plans for the day's year.</param>
/// <param name="Applications">What it applied in the year up to the day.</param>
/// <param name="Certifications">All its certifications, the one that holds longest last.</param>
internal sealed record FarmBook(
    Row<Farm> Farm, IReadOnlyList<Row<ReturnPlan>> Plans, IReadOnlyList<Row<ManureApplication>> Applications, IReadOnlyList<Row<Certification>> Certifications)
{
    public bool IsLarge => Farm.Values.Scale == FarmScale.Large;

    // A large farm is one above scale as well.
    public bool IsScale => Farm.Values.Scale is FarmScale.Large or FarmScale.Scale;

    public IReadOnlyList<EvidenceId> Evidence =>
        [Farm.Evidence, .. Plans.Select(plan => plan.Evidence), .. Applications.Select(one => one.Evidence)];

    public static async ValueTask<IReadOnlyList<FarmBook>> ReadAsync(Basis basis, CancellationToken cancel)
    {
        var plans = (await basis.RowsAsync<ReturnPlan>(cancel)).Where(row => row.Values.Year == basis.Year).ToLookup(row => row.Values.Farm);
        var applications = (await basis.RowsAsync<ManureApplication>(cancel))
            .Where(row => row.Values.AppliedOn.Year == basis.Year && row.Values.AppliedOn <= basis.On).ToLookup(row => row.Values.Farm);
        var certifications = (await basis.RowsAsync<Certification>(cancel)).OrderBy(row => row.Values.ValidTo).ToLookup(row => row.Values.Farm);
        return [.. (await basis.RowsAsync<Farm>(cancel)).Select(farm => new FarmBook(farm, [.. plans[farm.Id]], [.. applications[farm.Id]], [.. certifications[farm.Id]]))];
    }
}
