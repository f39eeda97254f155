using Bishui.Features.Registers;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Bishui.Hosting.PublicAnswers;
using Bishui.Hosting.Time;
using Bishui.Rules.Calendars;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Complaints;

/// <summary>Why the reporter is not content.</summary>
internal sealed record ReopeningRequest
{
    [LongText(ComplaintIntake.MostText)]
    public string? Reason { get; init; }
}

/// <summary>What the reporter says of the outcome.</summary>
internal sealed record SatisfactionRequest
{
    public ReporterVerdict? Outcome { get; init; }

    /// <summary>In words, for the units alone.</summary>
    [LongText(ComplaintIntake.MostText)]
    public string? Reason { get; init; }
}

/// <summary>An error that somebody sees in a public figure, while it is not answered; shown once a person released it.</summary>
/// <param name="Subject">Path of the figure.</param>
/// <param name="ReceivedAt">When it was reported.</param>
/// <param name="Unit">Key of the unit that has to answer; null while it was given to none.</param>
/// <param name="AnswerBy">Last day to close it.</param>
internal sealed record DoubtedFigure(string Subject, DateTimeOffset ReceivedAt, string? Unit, DateOnly AnswerBy);

/// <summary>
/// What anybody may do without signing in. The gateway limits how often an address calls, <see cref="ComplaintQuota"/> how much it submits;
/// the bodies are small; a tracking number is the only key to a complaint; nothing of one is public before a person released it.
/// </summary>
internal static class PublicComplaintEndpoints
{
    public static void MapPublicComplaints(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("/api/public").WithTags("Public").AllowAnonymous();
        open.MapPost("/complaints", Submit).Produces<ComplaintReceipt>(StatusCodes.Status201Created)
            .WithSummary("提交举报（可匿名），取得查询编号 / Submit a complaint, anonymously or not, and get its tracking number");
        open.MapGet("/complaints", Statistics).IsPublicAnswer().WithSummary("环境信访信息公开：一年的件数、状态和办理天数 / A year's complaints in numbers");
        open.MapGet("/complaints/options", () => TypedResults.Ok(ComplaintOptions.Carried)).IsPublicAnswer().WithSummary("可选类别、可指出有误的公开数据及办理时限 / Kinds, figures and time limits");
        open.MapGet("/complaints/challenge", Challenge)
            .WithSummary("提交举报前的工作量证明（平台开启时须做）/ The proof of work that a complaint has to carry, where the platform asks for one")
            .WithDescription("Find a nonce such that SHA-256 of `token:nonce` (UTF-8) begins with `bits` zero bits; send both as `proof`. A token is good for one complaint.");
        open.MapGet("/complaints/{trackingNumber}", Track).WithSummary("凭查询编号查看办理进度和答复 / How a complaint stands, by its tracking number");
        open.MapPost("/complaints/{trackingNumber}/reopening", Reopen).Produces<PublicComplaint>().WithSummary("不满意时要求重新办理 / Have a complaint reopened");
        open.MapPost("/complaints/{trackingNumber}/satisfaction", Rate).Produces<PublicComplaint>().WithSummary("评价办理结果 / Say what you think of the outcome");
        open.MapGet("/data-errors", DataErrors).IsPublicAnswer().WithSummary("被指出有误、经审核准予公开、尚未答复的公开数据 / Public figures that somebody doubts, until they are answered");
        open.MapGet("/typical-cases", TypicalCases.List).IsPublicAnswer().WithSummary("公开曝光的环境违法典型案件，新的在前 / Published typical cases, newest first");
    }

    private static async Task<IResult> Submit(
        SubmittedComplaint request, HttpContext http, IdempotentWrites writes, ComplaintIntake intake, ComplaintQuota quota, ComplaintChallenges challenges, RegisterBook book,
        RequestClock clock, CancellationToken cancel)
    {
        var now = clock.Now;
        await challenges.PrepareAsync(cancel);
        var entered = new EnteredComplaint
        {
            Channel = ComplaintRules.Carried.Online,
            Text = request.Text,
            Place = request.Place,
            Coordinates = request.Coordinates,
            HappenedOn = request.HappenedOn,
            Kind = request.Kind,
            Subject = request.Subject,
            Contact = request.Contact,
            Anonymous = request.Anonymous,
        };
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            if (intake.Faults(entered) is { Count: > 0 } errors) return Refusals.Invalid(errors);
            if (await quota.CountAsync(reader, commit, http, now, cancel) is { } enough) return enough;
            if (await challenges.SpendAsync(reader, commit, request.Proof, now, cancel) is { } undone) return undone;
            var complaint = await intake.AddAsync(reader, commit, entered, "public", null, cancel);
            return Answer.Created($"/api/public/complaints/{complaint.TrackingNumber}", ComplaintReceipt.Of(complaint));
        }, cancel);
        book.Changed();
        return answer;
    }

    private static async Task<Ok<ComplaintChallenge>> Challenge(ComplaintChallenges challenges, HttpResponse response, RequestClock clock, CancellationToken cancel)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await challenges.IssueAsync(clock.Now, cancel));
    }

    private static async Task<Results<Ok<PublicComplaint>, ProblemHttpResult>> Track(
        string trackingNumber, IDocumentReader store, HttpResponse response, RequestClock clock, CancellationToken cancel)
    {
        response.Headers.CacheControl = "no-store";
        var (own, main, refusal) = await FindAsync(store, trackingNumber, cancel);
        return own is null ? refusal! : TypedResults.Ok(PublicComplaint.Of(own.Body, main!.Body, clock.Now));
    }

    private static Task<IResult> Reopen(
        string trackingNumber, ReopeningRequest request, HttpContext http, IdempotentWrites writes, RegisterBook book, WorkCalendar calendar, RequestClock clock,
        CancellationToken cancel) =>
        ActAsync(trackingNumber, request, http, writes, book, ComplaintMove.Reopen, clock, (main, own, now) =>
        {
            if (Fault(request.Reason, needed: true) is { } error) return (null, Refusals.Invalid([error]));
            var (today, rules) = (ChinaTime.DayOf(now), ComplaintRules.Carried);
            if (ComplaintCourse.ReopenUntil(main, rules.Limits) is { } until && today > until)
                return (null, Problems.Of(StatusCodes.Status409Conflict, "reopening-over", "已超过可以要求重新办理的期限，可另行举报",
                    "The time in which it may be reopened is over; submit a new complaint", detail: $"{until:yyyy-MM-dd}"));
            return (Step(main, own, ComplaintMove.Reopen, now) with
            {
                Text = request.Reason!.Trim(),
                Terms = ComplaintCourse.Terms(today, rules.Channel(main.Channel) ?? rules.Channel(rules.Online)!, rules.Limits, calendar),
            }, null);
        }, cancel);

    private static Task<IResult> Rate(
        string trackingNumber, SatisfactionRequest request, HttpContext http, IdempotentWrites writes, RegisterBook book, RequestClock clock, CancellationToken cancel) =>
        ActAsync(trackingNumber, request, http, writes, book, ComplaintMove.Rate, clock, (main, own, now) =>
        {
            if (request.Outcome is null or ReporterVerdict.NotReached)
                return (null, Refusals.Invalid([new(null, "outcome", "missing", "应为 / must be one of: satisfied, basically-satisfied, dissatisfied")]));
            if (Fault(request.Reason, needed: false) is { } error) return (null, Refusals.Invalid([error]));
            var step = Step(main, own, ComplaintMove.Rate, now) with { Outcome = request.Outcome, Text = request.Reason?.Trim() };
            return main.Steps.Reverse().TakeWhile(each => each.Move != ComplaintMove.Close).Any(each => each.Move == ComplaintMove.Rate && each.Via == step.Via)
                ? (null, Problems.Of(StatusCodes.Status409Conflict, "already-rated", "已经评价过", "It was rated already"))
                : (step, null);
        }, cancel);

    /// <summary>The reporter takes a step; of a merged complaint it is one of that which it was merged into.</summary>
    private static async Task<IResult> ActAsync(
        string trackingNumber, object request, HttpContext http, IdempotentWrites writes, RegisterBook book, ComplaintMove move, RequestClock clock,
        Func<Complaint, Complaint, DateTimeOffset, (ComplaintStep? Step, ProblemHttpResult? Refusal)> decide, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        var answer = await writes.WriteAsync(http, request, async (reader, commit) =>
        {
            var now = clock.Now;
            var (own, main, refusal) = await FindAsync(reader, trackingNumber, cancel);
            if (own is null || main is null) return refusal!;
            if (ComplaintCourse.After(ComplaintCourse.StateOf(main.Body), move) is null)
                return Problems.Of(StatusCodes.Status409Conflict, "not-over", "办结或不予受理之后才可以", "Only when it is closed, or was not accepted",
                    detail: Words.Of(ComplaintCourse.StateOf(main.Body)));
            var (step, refused) = decide(main.Body, own.Body, now);
            if (step is null) return refused!;
            var next = ComplaintCourse.With(main.Body, step);
            commit.Update(ComplaintCollections.Complaints, main.Id, main.Version, next);
            return Answer.Ok(PublicComplaint.Of(own.Id == main.Id ? next : own.Body, next, now));
        }, cancel);
        book.Changed();
        return answer;
    }

    private static async Task<Ok<ListAnswer<DoubtedFigure>>> DataErrors(IDocumentReader store, string? subject, string? after, int? limit, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(subject)) subject = null;
        var page = await store.FilterAsync(ComplaintCollections.Complaints, new()
        {
            Index = ComplaintCollections.ByFigure,
            From = subject,
            // What lies below a path begins with it and a slash.
            Before = subject is null ? null : subject + "0",
            After = after,
            Limit = Paging.Limit(limit),
        }, held => subject is null || held.Body.Subject == subject || held.Body.Subject!.StartsWith(subject + "/", StringComparison.Ordinal), cancel);
        return TypedResults.Ok(new ListAnswer<DoubtedFigure>([.. page.Items.Select(item => new DoubtedFigure(
            item.Body.Subject!, item.Body.ReceivedAt.ToOffset(ChinaTime.Offset), ComplaintCourse.AssigneeOf(item.Body), ComplaintCourse.TermsOf(item.Body).CloseBy))], page.Next));
    }

    private static async Task<Results<Ok<ComplaintStatistics>, ProblemHttpResult>> Statistics(
        IDocumentReader store, RequestClock clock, int? year, CancellationToken cancel)
    {
        var today = ChinaTime.DayOf(clock.Now);
        if (year is < 2000 or > 2999) return Refusals.Invalid([new(null, "year", "bad-year", "应为四位年份 / must be a year of four digits")]);
        var wanted = year ?? today.Year;
        var complaints = new List<Complaint>();
        // What nobody has looked at yet would let anybody write into the public numbers.
        await foreach (var held in store.StreamAsync(ComplaintCollections.Complaints, new()
        {
            Index = ComplaintCollections.ByReceived,
            From = ComplaintCollections.At(ChinaTime.StartOf(new(wanted, 1, 1))),
            Before = ComplaintCollections.At(ChinaTime.StartOf(new(wanted + 1, 1, 1))),
            Limit = 1000,
        }, cancel))
            if (ComplaintCourse.IsCounted(held.Body)) complaints.Add(held.Body);
        return TypedResults.Ok(ComplaintStatistics.Of(wanted, complaints, today));
    }

    private static async ValueTask<(Stored<Complaint>? Own, Stored<Complaint>? Main, ProblemHttpResult? Refusal)> FindAsync(
        IDocumentReader reader, string typed, CancellationToken cancel)
    {
        if (TrackingNumber.Read(typed) is not { } number)
            return (null, null, Problems.Of(StatusCodes.Status404NotFound, "bad-tracking-number", "查询编号有误，请核对", "There is a slip in the tracking number"));
        return await reader.FindByAsync(ComplaintCollections.Complaints, ComplaintCollections.ByTracking, number, cancel) is { } own
            ? (own, await reader.MainAsync(own, cancel), null)
            : (null, null, Problems.Of(StatusCodes.Status404NotFound, "unknown-tracking-number", "没有此查询编号", "No complaint has this tracking number"));
    }

    private static ComplaintStep Step(Complaint main, Complaint own, ComplaintMove move, DateTimeOffset now) => new()
    {
        Move = move,
        State = ComplaintCourse.After(ComplaintCourse.StateOf(main), move)!.Value,
        Unit = "public",
        At = now,
        Via = own.Id == main.Id ? null : own.Id,
    };

    private static RowError? Fault(string? reason, bool needed) =>
        needed && string.IsNullOrWhiteSpace(reason) ? new(null, "reason", "missing", "须写明理由 / say why")
        : reason?.Length > ComplaintIntake.MostText ? new(null, "reason", "too-long", $"不超过 {ComplaintIntake.MostText} 字 / at most {ComplaintIntake.MostText} characters")
        : null;
}
