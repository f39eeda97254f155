using Bishui.Domestic.Rules;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Rules.Indicators;
using Bishui.Storage.Readings;

namespace Bishui.Domestic.Plants;

/// <summary>A plant with what it was.</summary>
internal sealed record PlantLife(string Id, IReadOnlyList<Row<Plant>> Rows)
{
    public Row<Plant> Now => Rows[^1];

    public string Name => Now.Values.Name;

    public PlantLevel Level => Now.Values.Level;

    /// <summary>The plant on a day on which it was in operation; null on every other.</summary>
    public Row<Plant>? Operating(DateOnly day) =>
        Rows.At(day) is { Values.State: PlantState.InOperation } row && !(Now.Values.CommissionedOn > day) ? row : null;

    /// <summary>Whether it owes a report of a month: it operated at the month's end. Without a day of commissioning it always did.</summary>
    public bool Owes(DateOnly month) => Operating(Months.LastDay(month)) is not null;
}

/// <summary>A report of a month that is over.</summary>
internal sealed record PlantReport(DateOnly Month, Row<PlantMonth> Row)
{
    public string Plant => Row.Values.Plant;

    public PlantMonth Values => Row.Values;
}

/// <summary>What came into a plant in a month.</summary>
/// <param name="Plant">Id of the plant.</param>
/// <param name="Month">The month.</param>
/// <param name="Water">Flow and concentration.</param>
/// <param name="FromReadings">The concentration is the mean of readings; else the report's.</param>
/// <param name="Evidence">What it rests on.</param>
internal sealed record PlantInfluent(string Plant, DateOnly Month, Influent Water, bool FromReadings, IReadOnlyList<EvidenceId> Evidence);

/// <summary>The plants and their reports as of a day.</summary>
internal sealed class PlantBook
{
    // A mean never mixes kinds: the analysed sample stands above the device, the longer mean above the shorter.
    private static readonly ReadingKind[] Preference = [ReadingKind.Manual, ReadingKind.Day, ReadingKind.Hour, ReadingKind.Minute, ReadingKind.Realtime];

    private readonly Basis _basis;
    private readonly ILookup<(string Plant, DateOnly Month), PlantReport> _all;

    private PlantBook(Basis basis, IReadOnlyList<PlantLife> plants, IEnumerable<PlantReport> reports)
    {
        (_basis, Plants) = (basis, plants);
        _all = reports.ToLookup(report => (report.Plant, report.Month));
        Reports = [.. _all.Select(same => same.MaxBy(report => report.Row.RecordedAt)!).OrderBy(report => report.Plant, StringComparer.Ordinal).ThenBy(report => report.Month)];
    }

    /// <summary>The plants, by id.</summary>
    public IReadOnlyList<PlantLife> Plants { get; }

    /// <summary>One report a plant and month that is over: of several the one recorded last.</summary>
    public IReadOnlyList<PlantReport> Reports { get; }

    /// <summary>Reports of one plant and month that stand beside each other.</summary>
    public IEnumerable<IReadOnlyList<PlantReport>> Doubles => _all.Where(same => same.Count() > 1).Select(same => same.ToList());

    public static async ValueTask<PlantBook> ReadAsync(Basis basis, CancellationToken cancel)
    {
        var plants = await basis.HistoriesAsync<Plant>(cancel);
        var reports = await basis.RowsAsync<PlantMonth>(cancel);
        return new(
            basis,
            [.. plants.Select(rows => new PlantLife(rows[0].Id, rows))],
            reports.Select(row => new PlantReport(Months.Of(row.Values.Month), row)).Where(report => Months.LastDay(report.Month) <= basis.On));
    }

    public string NameOf(string plant) => Plants.FirstOrDefault(each => each.Id == plant)?.Name ?? plant;

    public PlantReport? Report(string plant, DateOnly month) => Reports.FirstOrDefault(report => report.Plant == plant && report.Month == month);

    /// <summary>What came into a plant in a month; null where flow or concentration is not known. A month without inflow needs no concentration.</summary>
    public async ValueTask<PlantInfluent?> InfluentAsync(PlantLife plant, DateOnly month, CancellationToken cancel)
    {
        if (Report(plant.Id, month) is not { } report) return null;
        if (report.Values is { InfluentBod5: { } stated }) return new(plant.Id, month, new(report.Values.Inflow, stated), false, [report.Row.Evidence]);
        if (report.Values.Inflow == 0) return new(plant.Id, month, default, false, [report.Row.Evidence]);
        if (plant.Rows.At(Months.LastDay(month))?.Values.InletSite is not { } site) return null;
        var readings = await _basis.ReadingsAsync(site, month, Months.LastDay(month), cancel, "bod5");
        if (readings.GroupBy(reading => reading.Kind).MinBy(kind => Array.IndexOf(Preference, kind.Key))?.ToList() is not { } taken) return null;
        return new(plant.Id, month, new(report.Values.Inflow, taken.Average(reading => reading.Value)), true,
            [report.Row.Evidence, .. taken.Select(reading => reading.Evidence)]);
    }
}
