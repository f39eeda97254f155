using Bishui.Features.Readings;
using Bishui.Features.Requests;
using Bishui.Storage.Documents;

namespace Bishui.Features.Exceedances;

/// <summary>The verdicts given in cases, over the readings that the person who judged had before them.</summary>
internal sealed class CaseVerdicts(IDocumentReader store) : IReadingVerdicts
{
    // Instants are kept to the millisecond: the next one is the first after the last reading.
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    public async ValueTask<IReadOnlyList<ReadingVerdict>> OfAsync(
        string site, string? parameter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var found = new List<ReadingVerdict>();
        await foreach (var held in store.StreamAsync(ExceedanceCollections.Cases,
                           new() { Index = ExceedanceCollections.ByJudged, From = site + "|", Before = site + "}", Limit = 1000 }, cancel))
            if (held.Body is { Verdict: { } judged, Parameter: { } about } && (parameter is null || parameter == about) && judged.From < to && judged.To >= from)
                found.Add(new()
                {
                    Parameter = about,
                    From = judged.From,
                    To = judged.To + Instant,
                    Verdict = Words.Of(judged.Verdict),
                    CaseId = held.Id,
                    At = judged.At,
                });
        return [.. found.OrderBy(verdict => verdict.At)];
    }
}
