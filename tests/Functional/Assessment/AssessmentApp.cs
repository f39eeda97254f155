using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bishui.Assessment;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Sites;
using Bishui.Contracts.Tasks;
using Bishui.Tests.Support;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>The assessment service, spoken to over HTTP and messages.</summary>
internal sealed class AssessmentApp : IAsyncDisposable, IPublishObserver
{
    public static readonly string[] Supervisor = ["reporter", "approver", "supervisor"];

    private readonly TestService _service;
    private int _announcements;

    private AssessmentApp(TestService service)
    {
        _service = service;
        Bus.ConnectPublishObserver(this);
    }

    public TestService Service => _service;

    /// <summary>How often the plan was handed to the broker since the service was up.</summary>
    public int Announcements => _announcements;

    private IBus Bus => _service.Services.GetRequiredService<IBus>();

    public static async Task<AssessmentApp> StartAsync(string? folder = null, Action<WebApplicationBuilder>? configure = null) =>
        new(await TestService.StartAsync(AssessmentService.Build, folder, configure: configure));

    /// <summary>Tells an event, as another service would; returns the id under which it may be told again.</summary>
    public async Task<Guid> TellAsync<T>(T message, Guid? id = null) where T : class
    {
        var messageId = id ?? Guid.CreateVersion7();
        await Bus.Publish(message, context => context.MessageId = messageId);
        return messageId;
    }

    public async Task<JsonNode> GetAsync(string path, string unit = "ecology-committee", params string[] roles)
    {
        using var client = _service.As(unit, roles.Length == 0 ? Supervisor : roles);
        return (await client.GetFromJsonAsync<JsonNode>(path))!;
    }

    public async Task<JsonNode> GetAnonymouslyAsync(string path)
    {
        using var client = _service.Anonymous();
        return (await client.GetFromJsonAsync<JsonNode>(path))!;
    }

    /// <summary>The answer to a request that is refused.</summary>
    public async Task<(int Status, JsonNode Problem)> RefusedAsync(string path, string? unit = "ecology-committee", params string[] roles)
    {
        using var client = unit is null ? _service.Anonymous() : _service.As(unit, roles.Length == 0 ? Supervisor : roles);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Xunit.Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>Posts a body; the status and the answer.</summary>
    public async Task<(int Status, JsonNode Body)> PostAsync(string path, object body, string? unit = "ecology-committee", params string[] roles)
    {
        using var client = unit is null ? _service.Anonymous() : _service.As(unit, roles.Length == 0 ? Supervisor : roles);
        using var answer = await client.PostAsJsonAsync(path, body);
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>Waits until so many facts of a type are on file, and returns them.</summary>
    public async Task<JsonArray> FactsAsync(string type, int count)
    {
        JsonArray facts = [];
        await Eventually.HoldsAsync(async () => (facts = (await GetAsync($"/api/assessment/facts?type={type}"))["items"]!.AsArray()).Count >= count);
        return facts;
    }

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Task.CompletedTask;

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context)
    {
        if (typeof(T) == typeof(PlanAdopted)) Interlocked.Increment(ref _announcements);
        return Task.CompletedTask;
    }

    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;

    public static IndicatorsMeasured Measured(string key, int revision, string state, decimal value) => new()
    {
        Service = "industrial",
        Indicators =
        [
            new()
            {
                Key = key,
                Task = 1,
                PlanId = "liunan-2021",
                Title = "已作出分类处理决定的比例",
                Unit = "%",
                Units = ["ecology-bureau", "industry-it-bureau"],
                Value = value,
                Target = 50,
                TargetSide = "at-least",
                State = state,
                AsOf = new(2021, 11, 2),
                Rule = "decided/1",
                EvidenceCount = 3,
                EvidenceHash = new string('a', 64),
                Evidence = ["register-row:enterprises/e1@1"],
                Revision = revision,
                MeasuredAt = TestService.Start.AddHours(revision - 5),
            },
        ],
    };

    public static LedgersOpened Opened(string service, int version = 1) => new()
    {
        Service = service,
        PlanId = "liunan-2021",
        Version = version,
        Tasks = [],
        OpenedAt = TestService.Start,
    };

    public static CompletionWithdrawn Withdrawn(int task, string unit = "ecology-bureau") => new()
    {
        CompletionId = $"c-{task}",
        Service = "industrial",
        PlanId = "liunan-2021",
        Task = task,
        Unit = unit,
        Reason = "附件有误",
        WithdrawnAt = TestService.Start.AddHours(-1),
        EntryId = $"w-{task}",
    };

    public static LedgerRootTaken Root(string service, char hash, long sequence = 7) => new()
    {
        Service = service,
        Day = new(2021, 11, 1),
        Sequence = sequence,
        Hash = new string(hash, 64),
        TakenAt = TestService.Start.AddHours(-12),
    };

    public static ObligationsChanged Duties(params ObligationTold[] duties) => new() { Service = "ecological", Obligations = duties };

    public static ObligationTold Duty(string id, int revision, string state, DateOnly due, params string[] units) => new()
    {
        Id = id,
        Revision = revision,
        PlanId = "liunan-2021",
        Task = 32,
        Rule = "32a",
        Title = "公开上一季度饮用水水源水质",
        Units = units,
        Due = due,
        OriginalDue = due,
        State = state,
        BeforeIssue = false,
        Nature = "breach",
        Evidence = [],
        Extensions = 0,
        ChangedAt = TestService.Start.AddHours(revision - 10),
    };

    public static ObligationsReminded Reminded(string id, string step, params string[] units) => new()
    {
        Service = "ecological",
        Reminders =
        [
            new()
            {
                ObligationId = id, PlanId = "liunan-2021", Task = 32, Title = "公开水质", Units = units, Step = step,
                Due = new(2021, 11, 9), SentAt = TestService.Start,
            },
        ],
    };

    public static ObligationUrged Urged(string id, DateOnly answerBy, params string[] units) => new()
    {
        UrgingId = id,
        Service = "ecological",
        ObligationId = "d1",
        PlanId = "liunan-2021",
        Task = 32,
        By = "ecology-committee",
        Units = units,
        AnswerBy = answerBy,
        UrgedAt = TestService.Start.AddHours(-1),
    };

    public static UrgingAnswered Answered(string id, string unit) => new()
    {
        UrgingId = id,
        Service = "ecological",
        ObligationId = "d1",
        PlanId = "liunan-2021",
        Task = 32,
        Unit = unit,
        AnsweredAt = TestService.Start,
    };

    public static CompletionSubmitted Submitted(int task, string unit = "ecology-bureau") => new()
    {
        CompletionId = $"c-{task}",
        Service = "industrial",
        PlanId = "liunan-2021",
        Task = task,
        Unit = unit,
        SubmittedAt = TestService.Start.AddHours(-2),
        EntryId = $"e-{task}",
    };

    public static CompletionReviewed Reviewed(int task, string decision, string unit = "ecology-bureau") => new()
    {
        CompletionId = $"c-{task}",
        Service = "industrial",
        PlanId = "liunan-2021",
        Task = task,
        Unit = unit,
        Reviewer = "ecology-committee",
        Decision = decision,
        Reason = "附件齐全",
        SubmittedAt = TestService.Start.AddHours(-2),
        ReviewedAt = TestService.Start.AddHours(-1),
        EntryId = $"e-{task}",
    };

    public static LedgerEntryRecorded Entry(int task) => new()
    {
        EntryId = $"e-{task}",
        Service = "industrial",
        PlanId = "liunan-2021",
        Task = task,
        Unit = "ecology-bureau",
        Kind = "completion",
        Sequence = 1,
        Hash = new string('a', 64),
        OccurredOn = new(2021, 11, 2),
        RecordedAt = TestService.Start.AddHours(-2),
        Percent = 100,
    };

    public static SectionClassified Classified(string? waterClass, int month = 4) => new()
    {
        Service = "ecological",
        Site = "lutang",
        SiteName = "露塘",
        Zone = "G167-08-2-0042",
        SiteKind = "river-section",
        From = new(2021, month, 1),
        To = new(2021, month, DateTime.DaysInMonth(2021, month)),
        Class = waterClass,
        Target = "III",
        Complies = waterClass is null ? null : waterClass is "I" or "II" or "III",
        Provisional = true,
        Deciding = ["total-phosphorus"],
        Rule = "single-factor-month/1",
        Means = [new() { Parameter = "total-phosphorus", Mean = 0.0710m, Unit = "mg/L", Count = 29, Class = waterClass }],
        DeterminedAt = TestService.Start.AddHours(-3),
    };

    public static LimitsExceeded Exceeded(params string[] ids) => new()
    {
        Exceedances = [.. ids.Select(id => new LimitExceeded
        {
            ExceedanceId = id, Service = "ecological", Site = "lutang", SiteKind = "river-section", Unit = "ecology-bureau", Tasks = [29], Parameter = "total-phosphorus",
            Rule = "single-reading/1", TakenAt = TestService.Start.AddDays(-1), Value = 0.3100m, Limit = 0.2m, LimitText = "≤ 0.2", LimitUnit = "mg/L", Multiple = 0.55m,
            Standard = "GB 3838-2002", Grade = "III", OpenedAt = TestService.Start,
        })],
    };

    public static CasesChanged Changed(string id, string state, int revision = 2, string? verdict = null) => new()
    {
        Service = "ecological",
        Cases =
        [
            new()
            {
                CaseId = id, Kind = "exceedance", Revision = revision, Site = "lutang", SiteKind = "river-section", Tasks = [29], Parameter = "total-phosphorus",
                Rule = "single-reading/1", State = state, Unit = "ecology-bureau", Holder = "housing-construction-bureau", Verdict = verdict,
                Since = TestService.Start.AddDays(-1), OpenedAt = TestService.Start, ChangedAt = TestService.Start.AddSeconds(1), ChangedBy = "ecology-committee",
            },
        ],
    };

    public static SitesReporting Reporting(string site, string state) => new()
    {
        Service = "ecological",
        Sites =
        [
            new()
            {
                Site = site, SiteKind = "river-section", Unit = "ecology-bureau", Tasks = [29], State = state,
                Since = TestService.Start, ChangedAt = TestService.Start.AddSeconds(1),
            },
        ],
    };
}
