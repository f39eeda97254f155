using Bishui.Features.Tasks;
using Bishui.Rules.Indicators;
using Bishui.Storage.Documents;

namespace Bishui.Features.Indicators;

/// <summary>Works out indicators as of a day.</summary>
internal sealed class IndicatorMeter(IndicatorCatalogue catalogue, IDocumentStore store, BasisSource facts)
{
    public IReadOnlyList<Indicator> All => catalogue.All;

    public Indicator? Find(string key) => catalogue.Find(key);

    public async ValueTask<IndicatorView> MeasureAsync(Indicator indicator, DateOnly on, DateTimeOffset? knownAt, CancellationToken cancel) =>
        await MeasureAsync(indicator, facts.On(on, knownAt), cancel);

    public async ValueTask<IReadOnlyList<IndicatorView>> MeasureAsync(
        IEnumerable<Indicator> indicators, DateOnly on, DateTimeOffset? knownAt, CancellationToken cancel)
    {
        var basis = facts.On(on, knownAt);
        var views = new List<IndicatorView>();
        foreach (var indicator in indicators) views.Add(await MeasureAsync(indicator, basis, cancel));
        return views;
    }

    /// <summary>The facts as of a day, to work out several indicators from.</summary>
    public Basis On(DateOnly day) => facts.On(day);

    /// <summary>What was entered stays on file, however large: an indicator that no decimal can hold has no figure, and the others theirs.</summary>
    private static async ValueTask<Measured> MeasuredAsync(Indicator indicator, Basis basis, CancellationToken cancel)
    {
        try
        {
            return await indicator.Measure(basis, cancel);
        }
        catch (OverflowException)
        {
            return Measured.NoData with { Note = "数值过大，无法计算 / not computable: the figures are too large" };
        }
    }

    public async ValueTask<IndicatorView> MeasureAsync(Indicator indicator, Basis basis, CancellationToken cancel)
    {
        var measured = await MeasuredAsync(indicator, basis, cancel);
        var entered = indicator.Target is IndicatorTarget.Pending pending ? await basis.TargetAsync(pending.Key, cancel) : null;
        decimal? figure = indicator.Target switch
        {
            IndicatorTarget.Fixed printed => printed.Value,
            IndicatorTarget.Staged staged => staged.Value,
            _ => entered?.Value,
        };
        List<EvidenceId> evidence = [.. measured.Evidence.Concat(measured.Parts.SelectMany(part => part.Evidence)).Concat(entered is null ? [] : [entered.Evidence]).Distinct()];
        var plan = await store.PlanOfAsync(basis.Year, cancel);
        var tasks = plan is null ? [] : (await TopicTasks.OfPlanAsync(store, plan.PlanId, cancel)).Of([indicator.Topic]);
        return new()
        {
            Key = indicator.Key,
            Topic = indicator.Topic,
            Task = tasks.Count > 0 ? tasks[0].Number : null,
            Tasks = [.. tasks.Select(task => task.Number)],
            Title = indicator.TitleZh,
            TitleEn = indicator.TitleEn,
            Formula = indicator.FormulaZh,
            Rule = indicator.Rule,
            Unit = indicator.Unit,
            NumeratorTitle = indicator.NumeratorZh,
            DenominatorTitle = indicator.DenominatorZh,
            Units = [.. tasks.SelectMany(task => task.LeadUnits).Distinct()],
            Source = indicator.Source,
            Value = measured.Value,
            Numerator = measured.Numerator,
            Denominator = measured.Denominator,
            Target = figure,
            TargetSide = indicator.Target?.Side,
            State = measured.StateAgainst(indicator.Target, figure),
            Note = measured.Note,
            Period = measured.Period,
            AsOf = basis.On,
            Inputs = measured.Inputs,
            Parts = measured.Parts,
            EvidenceCount = evidence.Count,
            Evidence = evidence,
        };
    }
}
