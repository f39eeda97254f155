using System.Security.Cryptography;
using System.Text;
using Bishui.Agricultural.Farms;
using Bishui.Contracts.Readings;
using Bishui.Features.Registers;
using Bishui.Hosting.Messages;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using MassTransit;

namespace Bishui.Agricultural.Checks;

/// <summary>
/// Opens a check of every pig farm on a section whose month does not meet its target: one for a farm, section and month, however often the month
/// is told or classified again. What the month comes to later is written on the checks that stand.
/// </summary>
internal sealed class SectionClassifiedConsumer(IDocumentStore store, RegisterBook book, RequestClock clock) : IConsumer<SectionClassified>
{
    private const string By = "section-classified";

    public async Task Consume(ConsumeContext<SectionClassified> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        await store.DecideAsync(
            async reader => new Decision<bool>((await DecideAsync(context.Message, reader, context.CancellationToken)).Answering(context, GetType()), true),
            context.CancellationToken);
        book.Changed();
    }

    private async ValueTask<Commit> DecideAsync(SectionClassified told, IDocumentReader reader, CancellationToken cancel)
    {
        var commit = new Commit();
        var id = SectionCollections.Id(told);
        var held = await reader.FindAsync(SectionCollections.Months, id, cancel);
        if (held is not null && told.DeterminedAt <= held.Body.Told.DeterminedAt) return commit;
        var month = new SectionMonth { Told = told, ReceivedAt = clock.Now };
        if (held is null) commit.Insert(SectionCollections.Months, id, month);
        else commit.Update(SectionCollections.Months, id, held.Version, month);
        // Too little was measured to say anything: what stands goes on standing.
        if (told.Complies is not { } meets || told.Class is null) return commit;

        var today = ChinaTime.DayOf(clock.Now);
        // Those taken off the register too: a check that somebody took off is not opened again.
        var opened = (await book.HistoriesAsync<FarmCheck>(reader, cancel)).Where(check => IsOf(check[^1].Values, told)).ToList();
        foreach (var check in opened.Select(each => each[^1]).Where(check => !(check.To < today)))
        {
            var from = check.From > today ? check.From : today;
            await PutAsync(reader, commit, check.Id, check.Values with { NewestClass = told.Class, NewestMeets = meets }, new(from, clock.Now, check.Unit, By, "该月水质重新评价"), cancel);
        }
        if (meets) return commit;

        var known = opened.Select(each => each[0].Values.Farm).ToHashSet(StringComparer.Ordinal);
        foreach (var farm in await book.ListAsync<Farm>(reader, today, cancel))
            if (farm.Values.Livestock == Livestock.Pig && farm.Values.Sections.Contains(told.Site) && !known.Contains(farm.Id))
                await PutAsync(reader, commit, IdOf(told, farm.Id), CheckOf(told, farm, today), new(today, clock.Now, farm.Unit, By, "断面该月未达标"), cancel);
        return commit;
    }

    private async ValueTask PutAsync(IDocumentReader reader, Commit commit, string id, FarmCheck check, RowWriting writing, CancellationToken cancel)
    {
        var written = await book.PutAsync(reader, commit, id, check, writing, cancel);
        if (written.Errors is [var error, ..]) throw new InvalidOperationException($"The farm check {id} cannot be written: {error.Field} {error.Code}.");
    }

    private static FarmCheck CheckOf(SectionClassified told, Row<Farm> farm, DateOnly today) => new()
    {
        Title = $"{farm.Values.Name}：{told.SiteName} {MonthOf(told)} 未达标",
        Farm = farm.Id,
        Section = told.Site,
        Month = MonthOf(told),
        SectionClass = told.Class,
        SectionTarget = told.Target,
        OpenedOn = today,
        DueOn = today.AddDays(CheckRules.Carried.CheckWithinDays),
        NewestClass = told.Class,
        NewestMeets = false,
    };

    private static bool IsOf(FarmCheck check, SectionClassified told) => check.Section == told.Site && check.Month == MonthOf(told);

    private static string MonthOf(SectionClassified told) => FormattableString.Invariant($"{told.From:yyyy-MM}");

    // The id of a site has no dots, so that no two farms and sections share one; a long one is shortened to its hash.
    private static string IdOf(SectionClassified told, string farm)
    {
        var id = $"{MonthOf(told)}.{told.Site}.{farm}";
        return id.Length <= 64 ? id : $"{MonthOf(told)}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32]}";
    }
}
