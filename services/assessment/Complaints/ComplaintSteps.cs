using System.Text.RegularExpressions;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Features.Requests;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Complaints;

/// <summary>A step that a unit takes.</summary>
internal sealed record ComplaintStepRequest
{
    public string? Move { get; init; }

    /// <summary>Reason or note, for the units alone.</summary>
    [LongText(ComplaintIntake.MostText)]
    public string? Text { get; init; }

    /// <summary>What the reporter reads.</summary>
    [LongText(ComplaintIntake.MostText)]
    public string? PublicText { get; init; }

    /// <summary>Key of the unit it is given to.</summary>
    public string? Unit { get; init; }

    /// <summary>Id of the complaint it is merged into.</summary>
    public string? Into { get; init; }

    /// <summary>What the reporter said when called back.</summary>
    public ReporterVerdict? Outcome { get; init; }

    /// <summary>What it was traced to.</summary>
    public IReadOnlyList<ComplaintLink>? Links { get; init; }
}

/// <summary>What each step asks for.</summary>
internal static partial class ComplaintSteps
{
    private const int MostLinks = 20;

    private static readonly string[] LinkKinds = ["exceedance", "site", "incident"];

    /// <summary>The moves that a unit's step may name; the others are the reporter's and the platform's.</summary>
    public static readonly IReadOnlyDictionary<string, ComplaintMove> ByWord =
        Enum.GetValues<ComplaintMove>().Except([ComplaintMove.Receive, ComplaintMove.Reopen, ComplaintMove.Rate]).ToDictionary(Words.Of);

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public static async ValueTask<List<RowError>> FaultsAsync(
        IDocumentReader reader, Complaint complaint, ComplaintStepRequest request, ComplaintMove move, DateTimeOffset now, CancellationToken cancel)
    {
        var errors = new List<RowError>();
        if (move is ComplaintMove.Transfer or ComplaintMove.Merge or ComplaintMove.SendBack or ComplaintMove.Urge or ComplaintMove.Note
            or ComplaintMove.Release or ComplaintMove.Withhold && string.IsNullOrWhiteSpace(request.Text))
            Add("text", "missing", "须写明理由 / say why");
        if (move is ComplaintMove.Decline or ComplaintMove.Answer && string.IsNullOrWhiteSpace(request.PublicText))
            Add("publicText", "missing", "须写明给举报人的答复 / say what the reporter reads");
        if (request.Text?.Length > ComplaintIntake.MostText) Add("text", "too-long", $"不超过 {ComplaintIntake.MostText} 字 / at most {ComplaintIntake.MostText} characters");
        if (request.PublicText?.Length > ComplaintIntake.MostText) Add("publicText", "too-long", $"不超过 {ComplaintIntake.MostText} 字 / at most {ComplaintIntake.MostText} characters");
        Only(move is ComplaintMove.Assign or ComplaintMove.Transfer, "unit", request.Unit, "须写明承办单位 / name the unit");
        Only(move == ComplaintMove.Merge, "into", request.Into, "须写明并入的信访件 / name the complaint it is merged into");
        Only(move == ComplaintMove.CallBack, "outcome", request.Outcome, "须写明回访结果 / say what the reporter said");
        Only(move == ComplaintMove.Link, "links", request.Links is { Count: > 0 } ? request.Links : null, "须写明关联的案件或点位 / name the case or the site");
        if (errors.Count > 0) return errors;

        if (request.Unit is { } unit)
        {
            if ((await PlanStore.InForceAtAsync(reader, now, cancel))?.Plan.Units.Any(each => each.Key == unit) != true) Add("unit", "unknown-unit", $"计划中没有单位 {unit} / the plan has no such unit");
            else if (unit == ComplaintCourse.AssigneeOf(complaint)) Add("unit", "same-unit", "已由该单位承办 / it is that unit's already");
        }
        if (request.Into is { } into)
        {
            if (into == complaint.Id) Add("into", "same-complaint", "不能并入自身 / it cannot be merged into itself");
            else if (await reader.FindAsync(ComplaintCollections.Complaints, into, cancel) is not { Body: var main }) Add("into", "unknown-complaint", $"没有信访件 {into} / there is no such complaint");
            else if (ComplaintCourse.StateOf(main) is ComplaintState.Merged or ComplaintState.NotAccepted)
                Add("into", "cannot-take", $"{Words.Of(ComplaintCourse.StateOf(main))}：不能并入 / nothing can be merged into it");
        }
        foreach (var (link, i) in (request.Links ?? []).Select((link, i) => (link, i)))
            if (i >= MostLinks) errors.Add(new(i, "links", "too-many", $"最多 {MostLinks} 项 / at most {MostLinks}"));
            else if (!LinkKinds.Contains(link.Kind)) errors.Add(new(i, "links", "unknown-kind", "应为 / must be one of: " + string.Join(", ", LinkKinds)));
            else if (!Name().IsMatch(link.Service) || !Id().IsMatch(link.Id)) errors.Add(new(i, "links", "bad-form", "服务或编号格式不符 / service or id has a wrong form"));
        return errors;

        void Add(string field, string code, string detail) => errors.Add(new(null, field, code, detail));

        void Only(bool wanted, string field, object? value, string missing)
        {
            if (wanted && value is null) Add(field, "missing", missing);
            if (!wanted && value is not null) Add(field, "unexpected", "此步骤不填此项 / not part of this step");
        }
    }

    /// <summary>The step, as the state after it says.</summary>
    public static async ValueTask<ComplaintStep> OfAsync(
        IDocumentReader reader, ComplaintStepRequest request, ComplaintMove move, ComplaintState after, ComplaintAccess access, DateTimeOffset now, CancellationToken cancel)
    {
        var links = new List<ComplaintLink>();
        foreach (var link in request.Links ?? []) links.Add(link with { Known = await IsKnownAsync(reader, link, cancel) });
        return new()
        {
            Move = move,
            State = after,
            Unit = access.Caller.Unit,
            By = access.Caller.ClientId,
            At = now,
            Text = request.Text?.Trim(),
            PublicText = request.PublicText?.Trim(),
            ToUnit = request.Unit,
            Into = request.Into,
            Outcome = request.Outcome,
            Links = links,
            CallBackBy = move == ComplaintMove.Close ? ChinaTime.DayOf(now).AddDays(ComplaintRules.Carried.Limits.CallBackDays) : null,
        };
    }

    /// <summary>The other services' databases are their own; what they told of a case or a site is on file here.</summary>
    private static async ValueTask<bool?> IsKnownAsync(IDocumentReader reader, ComplaintLink link, CancellationToken cancel)
    {
        string[] prefixes = link.Kind switch
        {
            "exceedance" => [$"{FactTypes.CaseChanged}:{link.Service}:{link.Id}:", $"{FactTypes.LimitExceeded}:{link.Service}:{link.Id}"],
            "site" => [$"{FactTypes.SiteReporting}:{link.Service}:{link.Id}:"],
            _ => [],
        };
        foreach (var prefix in prefixes)
            if ((await reader.ListAsync(FactLog.Facts, new() { From = prefix, Before = prefix + "\uffff", Limit = 1 }, cancel)).Items is [var fact]
                && (prefix.EndsWith(':') || fact.Id == prefix)) return true;
        return prefixes.Length == 0 ? null : false;
    }

    [GeneratedRegex(@"\A[a-z][a-z-]{0,31}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._|~-]{0,127}\z")]
    private static partial Regex Id();
}
