using System.Security.Cryptography;
using System.Text;
using Bishui.Contracts.Indicators;
using Bishui.Features.Requests;
using Bishui.Rules.Indicators;
using Bishui.Storage.Documents;
using static System.FormattableString;

namespace Bishui.Features.Indicators;

internal static class IndicatorCollections
{
    /// <summary>Each indicator as it was last told.</summary>
    public static readonly Collection<IndicatorMeasured> Told = new("indicators");

    /// <summary>Each telling.</summary>
    public static readonly Collection<IndicatorMeasured> History = new("indicator-history");

    public static string IdOf(string planId, string key) => $"{planId}|{key}";

    public static string RevisionOf(IndicatorMeasured told) => Invariant($"{IdOf(told.PlanId, told.Key)}|{told.Revision:D9}");
}

/// <summary>Makes messages from indicators.</summary>
internal static class IndicatorTelling
{
    private const int MostNamed = 100;

    public static IndicatorMeasured Of(IndicatorView view, string planId, int revision, DateTimeOffset now)
    {
        var names = view.Evidence.Select(NameOf).ToList();
        return new()
        {
            Key = view.Key,
            Task = view.Tasks[0],
            Tasks = view.Tasks,
            Topic = view.Topic,
            PlanId = planId,
            Title = view.Title,
            Unit = view.Unit,
            Units = view.Units,
            Value = view.Value,
            Numerator = view.Numerator,
            Denominator = view.Denominator,
            Target = view.Target,
            TargetSide = view.TargetSide is { } side ? Words.Of(side) : null,
            State = Words.Of(view.State),
            AsOf = view.AsOf,
            Rule = view.Rule,
            EvidenceCount = names.Count,
            EvidenceHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names)))),
            Evidence = [.. names.Take(MostNamed)],
            Revision = revision,
            MeasuredAt = now,
        };
    }

    /// <summary>Whether there is something to tell: the day alone is no news.</summary>
    public static bool IsNews(IndicatorMeasured? before, IndicatorMeasured now) =>
        before is null || Essence(before) != Essence(now) || !before.Units.SequenceEqual(now.Units) || !(before.Tasks ?? []).SequenceEqual(now.Tasks ?? []);

    private static IndicatorMeasured Essence(IndicatorMeasured told) =>
        told with { AsOf = default, Revision = 0, MeasuredAt = default, Units = [], Tasks = null, Evidence = [] };

    private static string NameOf(EvidenceId evidence) => evidence.Version is { } version ? Invariant($"{evidence.Kind}:{evidence.Id}@{version}") : $"{evidence.Kind}:{evidence.Id}";
}
