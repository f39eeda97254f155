using System.ComponentModel.DataAnnotations;
using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Features.Tasks;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Identity;
using Bishui.Hosting.Json;
using Bishui.Hosting.Time;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Assessment.Complaints;

/// <summary>
/// How the reporter can be reached: personal data, kept apart from the complaint. It is shown to the unit that handles complaints and to
/// nobody else, every look is on record, and it takes no part in facts, events, logs, tables or lists.
/// </summary>
internal sealed record Contact
{
    [MaxLength(ComplaintIntake.MostContact)]
    public string? Name { get; init; }
    [MaxLength(ComplaintIntake.MostContact)]
    public string? Phone { get; init; }
    [MaxLength(ComplaintIntake.MostContact)]
    public string? Email { get; init; }

    /// <summary>Never its content, wherever it may be written.</summary>
    public override string ToString() => nameof(Contact);
}

/// <summary>A look at a contact, or its deletion.</summary>
internal sealed record ContactLook
{
    public required string Complaint { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Unit { get; init; }
    public required string By { get; init; }
    public required string Reason { get; init; }

    /// <summary>It was deleted, and nobody looked.</summary>
    public bool Deleted { get; init; }
}

/// <summary>Why somebody wants to see a contact.</summary>
internal sealed record LookRequest
{
    [LongText(ComplaintContacts.MostReason)]
    public string? Reason { get; init; }
}

internal static class ComplaintContacts
{
    private const string ByComplaint = "complaint";
    public const int MostReason = 500;

    /// <summary>By the complaint's id.</summary>
    public static readonly Collection<Contact> Contacts = new("complaint-contacts");

    public static readonly Collection<ContactLook> Looks = new("complaint-contact-looks",
        new DocumentIndex<ContactLook>(ByComplaint, look => $"{look.Complaint}|{ComplaintCollections.At(look.At)}"));

    public static void MapContacts(this RouteGroupBuilder group)
    {
        group.MapPost("/{id}/contact/looks", Look).Produces<Contact>()
            .WithSummary("查看举报人联系方式：须写明事由，每次查看均留痕 / See the reporter's contact; says why, and is on record");
        group.MapGet("/{id}/contact/looks", List).WithSummary("联系方式的查看和删除记录 / Who looked at the contact, and when it was deleted");
    }

    /// <summary>Puts a look on record; in one commit with what is looked at.</summary>
    public static void Record(this Commit commit, ContactLook look) => commit.Insert(Looks, Guid.CreateVersion7(look.At).ToString("N"), look);

    // Not a write with an Idempotency-Key: the answer kept for it would be a second copy of the contact.
    private static async Task<Results<Ok<Contact>, ProblemHttpResult>> Look(
        string id, LookRequest request, HttpContext http, IDocumentStore store, RequestClock clock, CancellationToken cancel)
    {
        var caller = http.User.Caller();
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > MostReason)
            return Refusals.Invalid([new(null, "reason", "missing", $"须写明查看事由，不超过 {MostReason} 字 / say why, in at most {MostReason} characters")]);
        var (contact, refusal) = await store.DecideAsync(async reader =>
        {
            var commit = new Commit();
            if (await TaskEntries.RefusalAsync(reader, caller, AssessmentTopics.PublicSupervision, TaskAction.SetBasis, clock.Today(), cancel) is { } notYours) return Answer(null, notYours);
            if (await reader.FindAsync(ComplaintCollections.Complaints, id, cancel) is null) return Answer(null, ComplaintEndpoints.Unknown(id));
            if (await reader.FindAsync(Contacts, id, cancel) is not { Body: var held })
                return Answer(null, Problems.Of(StatusCodes.Status404NotFound, "no-contact", "未留联系方式，或已到期删除", "No contact was left, or it was deleted when its time was over"));
            commit.Record(new() { Complaint = id, At = clock.Now, Unit = caller.Unit, By = caller.ClientId, Reason = request.Reason.Trim() });
            return Answer(held, null);

            Decision<(Contact?, ProblemHttpResult?)> Answer(Contact? found, ProblemHttpResult? refused) => new(commit, (found, refused));
        }, cancel);
        http.Response.Headers.CacheControl = "no-store";
        return contact is null ? refusal! : TypedResults.Ok(contact);
    }

    private static async Task<Results<Ok<ListAnswer<ContactLook>>, ProblemHttpResult>> List(
        string id, HttpContext http, IDocumentReader store, RequestClock clock, string? after, int? limit, CancellationToken cancel)
    {
        if (await TaskEntries.RefusalAsync(store, http.User.Caller(), AssessmentTopics.PublicSupervision, TaskAction.Read, clock.Today(), cancel) is { } refusal) return refusal;
        if (await store.FindAsync(ComplaintCollections.Complaints, id, cancel) is null) return ComplaintEndpoints.Unknown(id);
        return TypedResults.Ok(ListAnswer.Of(await store.ListAsync(Looks, new()
        {
            Index = ByComplaint,
            From = id + "|",
            Before = id + "}",
            After = after,
            Limit = Paging.Limit(limit),
        }, cancel)));
    }
}

/// <summary>Deletes contacts whose time is over. The complaint and its course stay.</summary>
internal sealed class ContactRounds(IDocumentStore store, TimeProvider clock, ILogger<ContactRounds> log) : PeriodicRounds(clock, log)
{
    protected override string Subject => "Contacts of complaints";

    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var ids = new List<string>();
        await foreach (var held in store.StreamAsync(ComplaintContacts.Contacts, new() { Limit = 1000 }, cancel)) ids.Add(held.Id);
        var deleted = 0;
        foreach (var id in ids)
            if (await Aside.TryAsync(id, async () => await DeleteAsync(id, now, cancel), cancel) == true) deleted++;
        return deleted;
    }

    private Task<bool> DeleteAsync(string id, DateTimeOffset now, CancellationToken cancel) => store.DecideAsync(async reader =>
    {
        var commit = new Commit();
        if (await reader.FindAsync(ComplaintContacts.Contacts, id, cancel) is { } contact
            && await reader.FindAsync(ComplaintCollections.Complaints, id, cancel) is { } held
            && (await reader.MainAsync(held, cancel)).Body is var main
            && !ComplaintCourse.IsOpen(ComplaintCourse.StateOf(main))
            && ChinaTime.DayOf(now) > ChinaTime.DayOf(main.Steps.Last(step => step.Move is ComplaintMove.Close or ComplaintMove.Decline).At)
                .AddDays(ComplaintRules.Carried.Limits.ContactDays))
        {
            commit.Delete(ComplaintContacts.Contacts, id, contact.Version);
            commit.Record(new() { Complaint = id, At = now, Unit = "platform", By = "platform", Reason = "保存期限届满 / its time was over", Deleted = true });
        }
        return new Decision<bool>(commit, !commit.IsEmpty);
    }, cancel);
}
