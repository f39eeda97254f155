using Bishui.Features.Sites;
using Bishui.Rules.Judging;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;

namespace Bishui.Features.Readings;

/// <summary>A reading that did not meet its limit.</summary>
/// <param name="Site">Where.</param>
/// <param name="Reading">The reading as sent.</param>
/// <param name="Version">The version the store gave it.</param>
/// <param name="Judgement">Why it is beyond.</param>
internal sealed record LimitBreach(Site Site, Reading Reading, int Version, Judgement Judgement);

/// <summary>Where readings beyond their limits are reported: cases open and grow in the commit of the readings.</summary>
internal interface IBreachCases
{
    /// <summary>Reports the breaches of a batch.</summary>
    /// <returns>Ids of the cases that were opened or added to.</returns>
    ValueTask<IReadOnlyList<string>> ReportAsync(
        IDocumentReader reader, Commit commit, IReadOnlyList<LimitBreach> breaches, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Readings of these sites were written: their open cases are looked at again.</summary>
    void Changed(IEnumerable<string> sites);
}
