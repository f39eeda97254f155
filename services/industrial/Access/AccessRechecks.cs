using Bishui.Contracts.Readings;
using Bishui.Features.Registers;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Industrial.Access;

/// <summary>Checks again what was decided on a section when it changes; the decision stays, what is otherwise now stands beside it.</summary>
internal sealed class AccessRechecks(RegisterBook book, RequestClock clock)
{
    public async ValueTask AddAsync(IDocumentReader reader, Commit commit, SectionClassified told, CancellationToken cancel = default)
    {
        var now = clock.Now;
        var since = now.AddMonths(-AccessRules.Carried.Months);
        await foreach (var held in reader.StreamAsync(AccessCollections.Checks, new()
        {
            Index = AccessCollections.BySection,
            From = $"{told.Site}|{since.UtcDateTime:O}",
            Before = told.Site + "}",
            Limit = 500,
        }, cancel))
        {
            var check = held.Body;
            var before = check.Rechecks.Count > 0 ? check.Rechecks[^1].Finding : check.Finding;
            var finding = await AccessFacts.DecideAsync(reader, book, check.Section, check.Pollutants, ChinaTime.DayOf(now), told, cancel);
            if (finding.Outcome == before.Outcome) continue;
            commit.Update(AccessCollections.Checks, held.Id, held.Version, check with
            {
                Rechecks = [.. check.Rechecks, new(now, FormattableString.Invariant($"{told.From:yyyy-MM}"), before.Outcome, finding, Changed(before, finding))],
            });
        }
    }

    private static List<string> Changed(AccessFinding before, AccessFinding now) =>
        [.. before.Items.Concat(now.Items).Select(item => item.Parameter).Distinct().Where(key => Of(before, key) != Of(now, key)).Order(StringComparer.Ordinal)];

    private static (WaterState, AccessOutcome)? Of(AccessFinding finding, string key) =>
        finding.Items.FirstOrDefault(item => item.Parameter == key) is { } item ? (item.State, item.Outcome) : null;
}
