using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Complaints;

/// <summary>A breach of environmental law that was made public (task 41). The hash says what stood there on the day.</summary>
[Register("typical-cases", "公开曝光环境违法典型案件", "Published typical cases", AssessmentTopics.PublicSupervision, HelpZh = "公开后登记，一案一条；此名录对社会公开，不得填写个人信息")]
internal sealed record TypicalCase : IChecked<TypicalCase>
{
    [Field("案件名称", "title", IsName = true, MaxLength = 200)]
    public required string Title { get; init; }

    [Field("违法单位", "offender", MaxLength = 200, HelpZh = "单位名称；个人不填")]
    public string? Offender { get; init; }

    [Field("案情摘要", "summary", MaxLength = 2000)]
    public required string Summary { get; init; }

    [Field("处理结果", "decision", MaxLength = 1000)]
    public string? Decision { get; init; }

    [Field("决定文号", "document", MaxLength = 100)]
    public string? Document { get; init; }

    [Field("公开日期", "published on")]
    public required DateOnly PublishedOn { get; init; }

    [Field("公开网址", "address", Pattern = @"https?://[^\s]+", HelpZh = "以 http:// 或 https:// 开头")]
    public required string Url { get; init; }

    [Field("内容校验值", "SHA-256 of the content", Pattern = "[0-9a-f]{64}", HelpZh = "公开网页或文件的 SHA-256，小写十六进制")]
    public required string Sha256 { get; init; }

    /// <inheritdoc/>
    public IEnumerable<FieldFault> Check(TypicalCase? before, DateOnly from) => RowFaults.NotLater(from, (nameof(PublishedOn), PublishedOn));
}

/// <summary>A typical case as anybody reads it.</summary>
internal sealed record PublishedCase(
    string Id, string Title, string? Offender, string Summary, string? Decision, string? Document, DateOnly PublishedOn, string Url, string Sha256);

internal static class TypicalCases
{
    public static async Task<Results<Ok<ListAnswer<PublishedCase>>, ProblemHttpResult>> List(
        RegisterBook book, IDocumentReader store, RequestClock clock, int? year, CancellationToken cancel)
    {
        if (year is < 2000 or > 2999) return Refusals.Invalid([new(null, "year", "bad-year", "应为四位年份 / must be a year of four digits")]);
        var rows = await book.ListAsync<TypicalCase>(store, ChinaTime.DayOf(clock.Now), cancel);
        return TypedResults.Ok(new ListAnswer<PublishedCase>([.. rows.Where(row => year is null || row.Values.PublishedOn.Year == year)
            .OrderByDescending(row => row.Values.PublishedOn).ThenBy(row => row.Id, StringComparer.Ordinal)
            .Select(row => new PublishedCase(row.Id, row.Values.Title, row.Values.Offender, row.Values.Summary, row.Values.Decision, row.Values.Document,
                row.Values.PublishedOn, row.Values.Url, row.Values.Sha256))]));
    }
}
