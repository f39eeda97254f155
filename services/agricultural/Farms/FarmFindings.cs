using Bishui.Features.Findings;

namespace Bishui.Agricultural.Farms;

/// <summary>What the farms lack.</summary>
internal static class FarmFindings
{
    public static IReadOnlyList<FindingRule> All =>
    [
        new()
        {
            Key = "large-farm-without-plan",
            Topic = AgriculturalTopics.Livestock,
            TitleZh = "大型规模养殖场没有当年粪肥还田计划",
            TitleEn = "Large farm without a return-to-field plan for the year",
            Source = "计划第8项 / task 8 of the plan",
            Find = async (basis, cancel) => [.. (await FarmBook.ReadAsync(basis, cancel)).Where(book => book is { IsLarge: true, Plans.Count: 0 })
                .Select(book => Of(book, basis.Year, $"没有{basis.Year}年粪肥还田计划", $"holds no return-to-field plan for {basis.Year}"))],
        },
        new()
        {
            Key = "large-farm-without-ledger",
            Topic = AgriculturalTopics.Livestock,
            TitleZh = "大型规模养殖场没有当年粪肥施用台账",
            TitleEn = "Large farm without an application ledger for the year",
            Source = "计划第8项 / task 8 of the plan",
            Find = async (basis, cancel) => [.. (await FarmBook.ReadAsync(basis, cancel)).Where(book => book is { IsLarge: true, Applications.Count: 0 })
                .Select(book => Of(book, basis.Year, $"{basis.Year}年没有粪肥施用记录", $"has no manure application on file in {basis.Year}"))],
        },
        new()
        {
            Key = "certification-expired",
            Topic = AgriculturalTopics.Livestock,
            TitleZh = "生态认证已过有效期",
            TitleEn = "Ecological certification has run out",
            Source = "计划第8项“继续推进畜禽规模养殖场生态认证”；有效期见证书 / task 8 of the plan; the certificate states how long it holds",
            Find = async (basis, cancel) => [.. (await FarmBook.ReadAsync(basis, cancel))
                .Where(book => book.Certifications.Count > 0).Select(book => (book.Farm, Last: book.Certifications[^1]))
                .Where(one => one.Last.Values.ValidTo < basis.On)
                .Select(one => new Finding
                {
                    ObjectId = one.Farm.Id,
                    ObjectName = one.Farm.Values.Name,
                    Since = one.Last.Values.ValidTo.AddDays(1),
                    TextZh = $"证书 {one.Last.Values.Certificate} 有效期至 {one.Last.Values.ValidTo:yyyy-MM-dd}",
                    TextEn = $"certificate {one.Last.Values.Certificate} held until {one.Last.Values.ValidTo:yyyy-MM-dd}",
                    Evidence = [one.Farm.Evidence, one.Last.Evidence],
                })],
        },
    ];

    // Plan and ledger are of a year: the want begins with it, or with the day from which the farm is large.
    private static Finding Of(FarmBook book, int year, string zh, string en) => new()
    {
        ObjectId = book.Farm.Id,
        ObjectName = book.Farm.Values.Name,
        Since = book.Farm.From > new DateOnly(year, 1, 1) ? book.Farm.From : new DateOnly(year, 1, 1),
        TextZh = zh,
        TextEn = en,
        Evidence = book.Evidence,
    };
}
