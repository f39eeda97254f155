using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Requests;
using Bishui.Rules.Indicators;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Complaints;

/// <summary>What complaints come to in task 41. Without complaints there is no data: nobody is all in time who was asked nothing.</summary>
internal static class ComplaintFigures
{
    private const string OwnChoice = "计划未定数值；时限：";

    private static readonly string Source = OwnChoice + ComplaintRules.Carried.Source;

    public static IReadOnlyList<Indicator> Indicators { get; } =
    [
        Share("complaints-accepted-in-time", "信访举报按期受理率", "Share of complaints decided on in time", "按期作出受理决定的件次", "应作出受理决定的件次",
            (round, day) => round.Merged || (round.DecidedAt is null && !(round.Terms.AcceptBy < day)) ? null
                : round.Terms.AcceptBy is not { } by ? Judged.NotComputable : In(round.DecidedAt, by)),
        Share("complaints-closed-in-time", "信访举报按期办结率", "Share of complaints closed in time", "按期办结的件次", "应办结的件次（不予受理、并案除外）",
            (round, day) => round.Merged || round.Declined || (round.ClosedAt is null && !(round.Terms.CloseBy < day)) ? null : In(round.ClosedAt, round.Terms.CloseBy)),
        Share("complaints-called-back", "信访举报按期回访率", "Share of reporters called back in time", "按期回访到的件次", "应回访的件次（已办结且留有联系方式）",
            (round, day) => round.CallBackBy is not { } by || (round.CalledBackAt is null && !(by < day)) ? null : In(round.CalledBackAt, by), reachable: true),
        Share("complaints-satisfied", "信访举报办理满意率", "Share of reporters who are content", "满意和基本满意的件次", "举报人作出评价的件次",
            (round, _) => round.Outcome is not { } outcome ? null : outcome is ReporterVerdict.Satisfied or ReporterVerdict.BasicallySatisfied ? Judged.Good : Judged.Bad),
        new()
        {
            Key = "typical-cases-published",
            Topic = AssessmentTopics.PublicSupervision,
            TitleZh = "公开曝光环境违法典型案件数",
            TitleEn = "Typical cases made public",
            FormulaZh = "本年公开的典型案件数",
            Rule = "typical-cases-published/1",
            Unit = "件",
            Source = "计划第41项任务；计划未定数值",
            Measure = async (basis, cancel) =>
            {
                var rows = (await basis.RowsAsync<TypicalCase>(cancel)).Where(row => row.Values.PublishedOn.Year == basis.Year && row.Values.PublishedOn <= basis.On).ToList();
                // An empty register does not say that nothing was made public.
                return rows.Count == 0 ? Measured.NoData : new() { Value = rows.Count, Period = $"{basis.Year}", Evidence = [.. rows.Select(row => row.Evidence)] };
            },
        },
    ];

    public static readonly FindingRule Overdue = new()
    {
        Key = "complaint-overdue",
        Topic = AssessmentTopics.PublicSupervision,
        TitleZh = "信访举报办理逾期",
        TitleEn = "A step with a complaint is overdue",
        Source = Source,
        Find = async (basis, cancel) =>
        [
            .. (await OfAsync(basis, cancel)).Select(complaint => (complaint, Due: ComplaintCourse.DueOf(complaint))).Where(one => one.Due?.By < basis.On)
                .Select(one => new Finding
                {
                    ObjectId = one.complaint.Id,
                    // Never the reporter's words: a finding is read by others.
                    ObjectName = $"{ComplaintRules.Carried.Kind(one.complaint.Kind)?.Zh ?? "信访举报"}（{ChinaTime.DayOf(one.complaint.ReceivedAt):yyyy-MM-dd} 收到）",
                    Since = one.Due!.By!.Value.AddDays(1),
                    TextZh = $"应于 {one.Due.By:yyyy-MM-dd} 前{Zh(one.Due.Move)}",
                    TextEn = $"{Words.Of(one.Due.Move)} was due by {one.Due.By:yyyy-MM-dd}",
                    Unit = one.Due.Move == ComplaintMove.Close && ComplaintCourse.StateOf(one.complaint) == ComplaintState.Assigned ? ComplaintCourse.AssigneeOf(one.complaint) : null,
                    Evidence = [Evidence(one.complaint)],
                }),
        ],
    };

    private enum Judged
    {
        Good,
        Bad,
        NotComputable,
    }

    // What judge answers of a round on a day is null while it does not count; reachable: only those whose reporters left a contact.
    private static Indicator Share(
        string key, string zh, string en, string numerator, string denominator, Func<ComplaintRound, DateOnly, Judged?> judge, bool reachable = false) => new()
        {
            Key = key,
            Topic = AssessmentTopics.PublicSupervision,
            TitleZh = zh,
            TitleEn = en,
            FormulaZh = $"{numerator} ÷ {denominator} × 100%（重新办理另计一件次；数据纠错件不计）",
            Rule = key + "/1",
            Unit = "%",
            NumeratorZh = numerator,
            DenominatorZh = denominator,
            Source = Source,
            Measure = async (basis, cancel) =>
            {
                var judged = (await OfAsync(basis, cancel))
                    .Where(complaint => !ComplaintStatistics.IsCorrection(complaint) && ChinaTime.DayOf(complaint.ReceivedAt).Year == basis.Year && (!reachable || complaint.HasContact))
                    .SelectMany(complaint => ComplaintCourse.RoundsOf(complaint), (complaint, round) => (complaint, Judged: judge(round, basis.On)))
                    .Where(one => one.Judged is not null).ToList();
                var (good, unknown) = (judged.Count(one => one.Judged == Judged.Good), judged.Count(one => one.Judged == Judged.NotComputable));
                return Measured.Percent(good, judged.Count - unknown, [.. judged.Select(one => Evidence(one.complaint)).Distinct()]) with
                {
                    Period = $"{basis.Year}",
                    Note = unknown == 0 ? null : $"{unknown} 件次因年度工作日历未知不能判定 / {unknown} not computable: the calendar of a year is not known",
                };
            },
        };

    // What came by the day itself was in time all day.
    private static Judged In(DateTimeOffset? at, DateOnly by) => at is { } done && ChinaTime.DayOf(done) <= by ? Judged.Good : Judged.Bad;

    private static EvidenceId Evidence(Complaint complaint) => new("complaint", complaint.Id, complaint.Steps.Count);

    private static string Zh(ComplaintMove move) => move switch
    {
        ComplaintMove.Accept => "作出受理决定",
        ComplaintMove.CallBack => "回访",
        _ => "办结",
    };

    /// <summary>The complaints with the steps that were known by the end of the day.</summary>
    private static async ValueTask<IReadOnlyList<Complaint>> OfAsync(Basis basis, CancellationToken cancel)
    {
        var end = ChinaTime.StartOf(basis.On.AddDays(1));
        if (basis.KnownAt < end) end = basis.KnownAt.Value;
        var found = new List<Complaint>();
        await foreach (var held in basis.Documents.StreamAsync(ComplaintCollections.Complaints, new() { Limit = 1000 }, cancel))
            if (held.Body.RegisteredAt < end)
                found.Add(held.Body with { Steps = [.. held.Body.Steps.TakeWhile(step => step.At < end)] });
        return found;
    }
}
