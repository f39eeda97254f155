using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bishui.Assessment.Common;
using Bishui.Contracts.Assessments;
using Bishui.Contracts.Exceedances;
using Bishui.Contracts.Indicators;
using Bishui.Contracts.Obligations;
using Bishui.Contracts.Plans;
using Bishui.Contracts.Readings;
using Bishui.Contracts.Registers;
using Bishui.Contracts.Sites;
using Bishui.Contracts.Tasks;
using Bishui.Features.Requests;
using Bishui.Hosting.Json;
using Bishui.Rules.Time;

namespace Bishui.Assessment.Intake;

/// <summary>How each event becomes a fact: its id, whom it is about and from when on it is true.</summary>
internal static class FactTypes
{
    public const string PlanAdopted = "plan-adopted";
    public const string LedgersOpened = "ledgers-opened";
    public const string LedgerEntryRecorded = "ledger-entry-recorded";
    public const string CompletionSubmitted = "completion-submitted";
    public const string CompletionReviewed = "completion-reviewed";
    public const string LimitExceeded = "limit-exceeded";
    public const string SectionClassified = "section-classified";
    public const string CompletionWithdrawn = "completion-withdrawn";
    public const string LedgerRootTaken = "ledger-root-taken";
    public const string ObligationTold = "obligation-told";
    public const string ObligationReminded = "obligation-reminded";
    public const string ObligationUrged = "obligation-urged";
    public const string UrgingAnswered = "urging-answered";
    public const string CaseChanged = "case-changed";
    public const string SiteReporting = "site-reporting";
    public const string IndicatorMeasured = "indicator-measured";
    public const string MarkGiven = "mark-given";
    public const string YearClosed = "year-closed";
    public const string RegisterRowTold = "register-row-told";

    public static IReadOnlyList<string> All { get; } =
    [
        PlanAdopted, LedgersOpened, LedgerEntryRecorded, CompletionSubmitted, CompletionWithdrawn, CompletionReviewed, LedgerRootTaken,
        LimitExceeded, SectionClassified, ObligationTold, ObligationReminded, ObligationUrged, UrgingAnswered, CaseChanged, SiteReporting,
        IndicatorMeasured, MarkGiven, RegisterRowTold, YearClosed,
    ];

    public static Fact Of(PlanAdopted told) => new()
    {
        Id = Id(PlanAdopted, told.PlanId, told.Version),
        Type = PlanAdopted,
        Service = AssessmentService.Name,
        Tasks = [],
        OccurredAt = told.AdoptedAt,
        RecordedAt = told.AdoptedAt,
        Body = Json(told),
    };

    public static Fact Of(LedgersOpened told) => new()
    {
        Id = IdOfLedgersOpened(told.Service, told.PlanId, told.Version),
        Type = LedgersOpened,
        Service = told.Service,
        Tasks = told.Tasks,
        OccurredAt = told.OpenedAt,
        RecordedAt = told.OpenedAt,
        Body = Json(told),
    };

    public static Fact Of(LedgerEntryRecorded told) => new()
    {
        Id = Id(LedgerEntryRecorded, told.Service, told.EntryId),
        Type = LedgerEntryRecorded,
        Service = told.Service,
        Tasks = [told.Task],
        Unit = told.Unit,
        OccurredAt = ChinaTime.StartOf(told.OccurredOn),
        RecordedAt = told.RecordedAt,
        Body = Json(told),
    };

    public static Fact Of(CompletionSubmitted told) => new()
    {
        Id = Id(CompletionSubmitted, told.Service, told.CompletionId),
        Type = CompletionSubmitted,
        Service = told.Service,
        Tasks = [told.Task],
        Unit = told.Unit,
        OccurredAt = told.SubmittedAt,
        RecordedAt = told.SubmittedAt,
        Body = Json(told),
    };

    public static Fact Of(CompletionReviewed told) => new()
    {
        Id = Id(CompletionReviewed, told.Service, told.CompletionId),
        Type = CompletionReviewed,
        Service = told.Service,
        Tasks = [told.Task],
        Unit = told.Unit,
        OccurredAt = told.ReviewedAt,
        RecordedAt = told.ReviewedAt,
        Body = Json(told),
    };

    public static Fact Of(LimitExceeded told) => new()
    {
        Id = Id(LimitExceeded, told.Service, told.ExceedanceId),
        Type = LimitExceeded,
        Service = told.Service,
        Tasks = told.Tasks,
        Unit = told.Unit,
        Site = told.Site,
        OccurredAt = told.TakenAt,
        RecordedAt = told.OpenedAt,
        Body = Json(told),
    };

    public static Fact Of(SectionClassified told)
    {
        var body = Json(told);
        var monthEnd = CivilDays.EndOf(told.To);
        return new()
        {
            // A month may be determined again and again, even twice at one instant: what was determined belongs to the identity.
            Id = Id(SectionClassified, told.Service, told.Site, Day(told.From), Digest(body)),
            Type = SectionClassified,
            Service = told.Service,
            Tasks = [],
            Site = told.Site,
            // True at the end of its month even when the readings came later; before that, as soon as it was determined.
            OccurredAt = told.DeterminedAt < monthEnd ? told.DeterminedAt : monthEnd,
            RecordedAt = told.DeterminedAt,
            Body = body,
        };
    }

    public static Fact Of(CompletionWithdrawn told) => new()
    {
        Id = Id(CompletionWithdrawn, told.Service, told.CompletionId),
        Type = CompletionWithdrawn,
        Service = told.Service,
        Tasks = [told.Task],
        Unit = told.Unit,
        OccurredAt = told.WithdrawnAt,
        RecordedAt = told.WithdrawnAt,
        Body = Json(told),
    };

    public static Fact Of(LedgerRootTaken told) => new()
    {
        // The hash belongs to the identity: of one day told with two hashes, both are kept, and the conflict shows.
        Id = Id(LedgerRootTaken, told.Service, Day(told.Day), told.Sequence, told.Hash),
        Type = LedgerRootTaken,
        Service = told.Service,
        Tasks = [],
        OccurredAt = told.TakenAt,
        RecordedAt = told.TakenAt,
        Body = Json(told),
    };

    public static IEnumerable<Fact> Of(ObligationsChanged told) => told.Obligations.Select(duty => Of(duty, told.Service));

    public static Fact Of(ObligationTold told, string service) => new()
    {
        Id = Id(ObligationTold, service, told.Id, told.Revision),
        Type = ObligationTold,
        Service = service,
        Tasks = [told.Task],
        Unit = Only(told.Units),
        Units = told.Units,
        OccurredAt = told.ChangedAt,
        RecordedAt = told.ChangedAt,
        Body = Json(told),
    };

    public static IEnumerable<Fact> Of(ObligationsReminded told) => told.Reminders.Select(reminder => Of(reminder, told.Service));

    public static Fact Of(ObligationReminder told, string service) => new()
    {
        // An extended duty climbs the ladder again, towards another day.
        Id = Id(ObligationReminded, service, told.ObligationId, told.Step, Day(told.Due)),
        Type = ObligationReminded,
        Service = service,
        Tasks = [told.Task],
        Unit = Only(told.Units),
        Units = told.Units,
        OccurredAt = told.SentAt,
        RecordedAt = told.SentAt,
        Body = Json(told),
    };

    public static Fact Of(ObligationUrged told) => new()
    {
        Id = Id(ObligationUrged, told.Service, told.UrgingId),
        Type = ObligationUrged,
        Service = told.Service,
        Tasks = [told.Task],
        Unit = Only(told.Units),
        Units = told.Units,
        OccurredAt = told.UrgedAt,
        RecordedAt = told.UrgedAt,
        Body = Json(told),
    };

    public static Fact Of(UrgingAnswered told) => new()
    {
        Id = Id(UrgingAnswered, told.Service, told.UrgingId, told.Unit),
        Type = UrgingAnswered,
        Service = told.Service,
        Tasks = [told.Task],
        Unit = told.Unit,
        OccurredAt = told.AnsweredAt,
        RecordedAt = told.AnsweredAt,
        Body = Json(told),
    };

    public static IEnumerable<Fact> Of(CasesChanged told) => told.Cases.Select(one => Of(one, told.Service));

    public static Fact Of(CaseTold told, string service) => new()
    {
        Id = Id(CaseChanged, service, told.CaseId, told.Revision),
        Type = CaseChanged,
        Service = service,
        Tasks = told.Tasks,
        Unit = Only(Concerned(told)),
        Units = Concerned(told),
        Site = told.Site,
        OccurredAt = told.ChangedAt,
        RecordedAt = told.ChangedAt,
        Body = Json(told),
    };

    public static IEnumerable<Fact> Of(SitesReporting told) => told.Sites.Select(one => Of(one, told.Service));

    public static Fact Of(SiteReporting told, string service) => new()
    {
        Id = Id(SiteReporting, service, told.Site, told.State, told.ChangedAt.ToUnixTimeMilliseconds()),
        Type = SiteReporting,
        Service = service,
        Tasks = told.Tasks,
        Unit = told.Unit,
        Site = told.Site,
        OccurredAt = told.ChangedAt,
        RecordedAt = told.ChangedAt,
        Body = Json(told),
    };

    public static IEnumerable<Fact> Of(IndicatorsMeasured told) => told.Indicators.Select(one => Of(one, told.Service));

    public static Fact Of(IndicatorMeasured told, string service) => new()
    {
        Id = Id(IndicatorMeasured, service, told.PlanId, told.Key, told.Revision),
        Type = IndicatorMeasured,
        Service = service,
        Tasks = told.Tasks ?? [told.Task],
        Unit = Only(told.Units),
        Units = told.Units,
        OccurredAt = told.MeasuredAt,
        RecordedAt = told.MeasuredAt,
        Body = Json(told),
    };

    public static Fact Of(MarkGiven told) => new()
    {
        Id = Id(MarkGiven, AssessmentService.Name, told.MarkId),
        Type = MarkGiven,
        Service = AssessmentService.Name,
        Tasks = told.Task is { } task ? [task] : [],
        Unit = told.Unit,
        OccurredAt = told.GivenAt,
        RecordedAt = told.GivenAt,
        Body = Json(told),
    };

    public static Fact Of(YearClosed told) => new()
    {
        Id = Id(YearClosed, told.PlanId),
        Type = YearClosed,
        Service = AssessmentService.Name,
        Tasks = [],
        Unit = told.ClosedBy,
        OccurredAt = told.ClosedAt,
        RecordedAt = told.ClosedAt,
        Body = Json(told),
    };

    public static IEnumerable<Fact> Of(RegisterRowsChanged told) => told.Rows.Select(row => new Fact
    {
        Id = Id(RegisterRowTold, told.Service, told.Register, row.Id, row.Version),
        Type = RegisterRowTold,
        Service = told.Service,
        Tasks = told.Tasks,
        Unit = row.Unit,
        OccurredAt = ChinaTime.StartOf(row.From),
        RecordedAt = row.RecordedAt,
        Body = Json(row),
    });

    /// <summary>Under which id a service's answer to a version of a plan is kept.</summary>
    public static string IdOfLedgersOpened(string service, string planId, int version) => Id(LedgersOpened, service, planId, version);

    /// <summary>The event that a fact holds.</summary>
    public static object Read(Fact fact) => fact.Type switch
    {
        PlanAdopted => Parse<PlanAdopted>(fact),
        LedgersOpened => Parse<LedgersOpened>(fact),
        LedgerEntryRecorded => Parse<LedgerEntryRecorded>(fact),
        CompletionSubmitted => Parse<CompletionSubmitted>(fact),
        CompletionReviewed => Parse<CompletionReviewed>(fact),
        LimitExceeded => Parse<LimitExceeded>(fact),
        SectionClassified => Parse<SectionClassified>(fact),
        CompletionWithdrawn => Parse<CompletionWithdrawn>(fact),
        LedgerRootTaken => Parse<LedgerRootTaken>(fact),
        ObligationTold => Parse<ObligationTold>(fact),
        ObligationReminded => Parse<ObligationReminder>(fact),
        ObligationUrged => Parse<ObligationUrged>(fact),
        UrgingAnswered => Parse<UrgingAnswered>(fact),
        CaseChanged => Parse<CaseTold>(fact),
        SiteReporting => Parse<SiteReporting>(fact),
        IndicatorMeasured => Parse<IndicatorMeasured>(fact),
        MarkGiven => Parse<MarkGiven>(fact),
        YearClosed => Parse<YearClosed>(fact),
        RegisterRowTold => Parse<RegisterRowTold>(fact),
        _ => throw new InvalidOperationException($"Fact {fact.Id} is of the unknown type {fact.Type}"),
    };

    /// <summary>The facts that a message in JSON tells.</summary>
    /// <exception cref="JsonException">It does not fit the type.</exception>
    public static IReadOnlyList<Fact> Told(string type, JsonElement message) => type switch
    {
        PlanAdopted => [Of(Message<PlanAdopted>(message))],
        LedgersOpened => [Of(Message<LedgersOpened>(message))],
        LedgerEntryRecorded => [Of(Message<LedgerEntryRecorded>(message))],
        CompletionSubmitted => [Of(Message<CompletionSubmitted>(message))],
        CompletionReviewed => [Of(Message<CompletionReviewed>(message))],
        CompletionWithdrawn => [Of(Message<CompletionWithdrawn>(message))],
        LedgerRootTaken => [Of(Message<LedgerRootTaken>(message))],
        LimitExceeded => [.. Message<LimitsExceeded>(message).Exceedances.Select(Of)],
        SectionClassified => [Of(Message<SectionClassified>(message))],
        ObligationTold => [.. Of(Message<ObligationsChanged>(message))],
        ObligationReminded => [.. Of(Message<ObligationsReminded>(message))],
        ObligationUrged => [Of(Message<ObligationUrged>(message))],
        UrgingAnswered => [Of(Message<UrgingAnswered>(message))],
        CaseChanged => [.. Of(Message<CasesChanged>(message))],
        SiteReporting => [.. Of(Message<SitesReporting>(message))],
        IndicatorMeasured => [.. Of(Message<IndicatorsMeasured>(message))],
        MarkGiven => [Of(Message<MarkGiven>(message))],
        YearClosed => [Of(Message<YearClosed>(message))],
        RegisterRowTold => [.. Of(Message<RegisterRowsChanged>(message))],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no fact type"),
    };

    // Somebody wrote it into a request; what is on file is read without the bounds that hold there.
    private static readonly JsonSerializerOptions Requested = CivilTimeConverters.AddedTo(JsonDefaults.Options);

    private static T Message<T>(JsonElement message) => message.Deserialize<T>(Requested) ?? throw new JsonException("null");

    private static T Parse<T>(Fact fact) =>
        JsonSerializer.Deserialize<T>(fact.Body, JsonDefaults.Options) ?? throw new InvalidOperationException($"Fact {fact.Id} is empty");

    private static string Json<T>(T told) => JsonSerializer.Serialize(told, JsonDefaults.Options);

    private static string Id(string type, params object[] parts) => $"{type}:{string.Join(':', parts)}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The unit that answers for the site and the one that has to act.</summary>
    private static IReadOnlyList<string> Concerned(CaseTold told) => told.Holder is { } holder && holder != told.Unit ? [told.Unit, holder] : [told.Unit];

    private static string? Only(IReadOnlyList<string> units) => units is [var unit] ? unit : null;

    private static string Digest(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..16];
}
