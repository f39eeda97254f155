using Bishui.Domestic.Plants;
using Bishui.Domestic.Rules;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;

namespace Bishui.Domestic.Sludge;

/// <summary>The sludge of the day's year: what the plants report and what the manifests say.</summary>
internal sealed class SludgeBook
{
    private static readonly DomesticRules Rules = DomesticRules.Carried;

    private readonly Dictionary<string, IReadOnlyList<Row<DisposalFacility>>> _facilities;

    private SludgeBook(DateOnly on, PlantBook plants, IReadOnlyList<Row<SludgeManifest>> manifests, IEnumerable<IReadOnlyList<Row<DisposalFacility>>> facilities)
    {
        Plants = plants;
        _facilities = facilities.ToDictionary(rows => rows[0].Id);
        Months = Domestic.Plants.Months.OfYear(on);
        var numbered = manifests.Where(row => row.Values.SentOn <= on).GroupBy(row => row.Values.Number).ToList();
        Doubles = [.. numbered.Where(same => same.Count() > 1).Select(same => same.ToList())];
        Manifests = [.. numbered.Select(same => same.MaxBy(row => row.RecordedAt)!).OrderBy(row => row.Values.SentOn).ThenBy(row => row.Id, StringComparer.Ordinal)];
    }

    public PlantBook Plants { get; }

    /// <summary>The year's months that are over.</summary>
    public IReadOnlyList<DateOnly> Months { get; }

    /// <summary>One manifest a number: of several the one recorded last.</summary>
    public IReadOnlyList<Row<SludgeManifest>> Manifests { get; }

    /// <summary>Manifests that bear one number.</summary>
    public IReadOnlyList<IReadOnlyList<Row<SludgeManifest>>> Doubles { get; }

    public static async ValueTask<SludgeBook> ReadAsync(Basis basis, CancellationToken cancel) =>
        new(basis.On, await PlantBook.ReadAsync(basis, cancel), await basis.RowsAsync<SludgeManifest>(cancel), await basis.HistoriesAsync<DisposalFacility>(cancel));

    /// <summary>The manifests of what left a plant within the year's months that are over.</summary>
    public IReadOnlyList<Row<SludgeManifest>> SentBy(string plant) =>
        [.. Manifests.Where(row => row.Values.Plant == plant && Months.Contains(new(row.Values.SentOn.Year, row.Values.SentOn.Month, 1)))];

    /// <summary>The facility as it was on a day; null where it was not on the register.</summary>
    public Row<DisposalFacility>? Facility(string id, DateOnly day) => _facilities.GetValueOrDefault(id)?.At(day);

    /// <summary>Whether a facility may dispose of sludge on a day: registered, by a safe method, its approval in force.</summary>
    public bool IsSafe(string facility, DateOnly day) =>
        Facility(facility, day) is { } row && Rules.SafeMethods.Values.Contains(row.Values.Method) && !(row.Values.ApprovedUntil < day);

    public static decimal SentDry(SludgeManifest manifest) => SludgeSolids.Dry(manifest.SentWet, manifest.SentWater);

    public static decimal? ReceivedDry(SludgeManifest manifest) =>
        manifest is { ReceivedWet: { } wet, ReceivedWater: { } water } ? SludgeSolids.Dry(wet, water) : null;

    /// <summary>Whether what arrived is not what left, by weight or by dry solids.</summary>
    public static bool Differs(SludgeManifest manifest) =>
        manifest.ReceivedWet is { } wet && ReceivedDry(manifest) is { } dry
        && (SludgeSolids.Differs(manifest.SentWet, wet, Rules.AmountTolerance.Value) || SludgeSolids.Differs(SentDry(manifest), dry, Rules.AmountTolerance.Value));

    /// <summary>
    /// Dry solids that a manifest proves to be disposed of safely: the chain is complete, the amounts agree, and the facility is a safe one. What
    /// left within the time counts, also where it was disposed of after its end.
    /// </summary>
    public decimal SafelyDisposed(SludgeManifest manifest) =>
        manifest is { DisposedOn: { } on, DisposedWet: { } wet, ReceivedWater: { } water } && !Differs(manifest) && IsSafe(manifest.Facility, on)
            ? SludgeSolids.Dry(wet, water)
            : 0;

    public static decimal? Produced(PlantMonth report) =>
        report is { SludgeProduced: { } wet, SludgeWater: { } water } ? SludgeSolids.Dry(wet, water) : null;

    public static decimal? Stored(PlantMonth report) =>
        report is { SludgeStored: { } wet, SludgeWater: { } water } ? SludgeSolids.Dry(wet, water) : null;
}
