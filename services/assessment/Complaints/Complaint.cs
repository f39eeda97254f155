using Bishui.Storage.Documents;

namespace Bishui.Assessment.Complaints;

/// <summary>Where a complaint stands.</summary>
internal enum ComplaintState
{
    /// <summary>待受理: received, nobody has decided yet whether it is taken on.</summary>
    Received,

    /// <summary>已受理: taken on, not yet given to a unit.</summary>
    Accepted,

    /// <summary>不予受理: not taken on; the reporter was told why.</summary>
    NotAccepted,

    /// <summary>办理中: a unit has to answer.</summary>
    Assigned,

    /// <summary>已答复: the unit has answered; to be looked at and closed.</summary>
    Answered,

    /// <summary>已办结: closed.</summary>
    Closed,

    /// <summary>已并案: about the same as another one, whose course it follows.</summary>
    Merged,
}

/// <summary>What the reporter says of the outcome.</summary>
internal enum ReporterVerdict
{
    /// <summary>满意.</summary>
    Satisfied,

    /// <summary>基本满意.</summary>
    BasicallySatisfied,

    /// <summary>不满意.</summary>
    Dissatisfied,

    /// <summary>未联系上: the call was made and not taken.</summary>
    NotReached,
}

/// <summary>A point on the map as the reporter gave it.</summary>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Datum">Datum; null where it was not said.</param>
internal sealed record ComplaintPoint(decimal Longitude, decimal Latitude, string? Datum = null);

/// <summary>By when a complaint has to be accepted and closed; each reopening sets new terms.</summary>
/// <param name="AcceptBy">Last day to decide on accepting it; null where the calendar of a year is not known.</param>
/// <param name="MissingYear">That year; null where the day could be computed.</param>
/// <param name="CloseBy">Last day to close it.</param>
internal sealed record ComplaintTerms(DateOnly? AcceptBy, int? MissingYear, DateOnly CloseBy);

/// <summary>A case or a site to which a complaint was traced.</summary>
/// <param name="Service">The service that holds it.</param>
/// <param name="Kind"><c>exceedance</c>, <c>site</c> or <c>incident</c>.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Known">Whether a fact on file names it; null where none would.</param>
internal sealed record ComplaintLink(string Service, string Kind, string Id, bool? Known = null);

/// <summary>A step. Steps are added, never changed.</summary>
internal sealed record ComplaintStep
{
    public required ComplaintMove Move { get; init; }

    /// <summary>The state after it.</summary>
    public required ComplaintState State { get; init; }

    /// <summary>Unit that took it; <c>public</c> for the reporter, <c>platform</c> for the platform itself.</summary>
    public required string Unit { get; init; }

    /// <summary>Client that recorded it; null for the reporter.</summary>
    public string? By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Reason or note, for the units alone.</summary>
    public string? Text { get; init; }

    /// <summary>What the reporter reads.</summary>
    public string? PublicText { get; init; }

    /// <summary>Key of the unit it is given to.</summary>
    public string? ToUnit { get; init; }

    /// <summary>Id of the complaint it is merged into.</summary>
    public string? Into { get; init; }

    /// <summary>Id of the merged complaint whose reporter took the step; null where it was the complaint's own.</summary>
    public string? Via { get; init; }

    /// <summary>What the reporter says of the outcome.</summary>
    public ReporterVerdict? Outcome { get; init; }

    public IReadOnlyList<ComplaintLink> Links { get; init; } = [];

    /// <summary>The terms that begin with it.</summary>
    public ComplaintTerms? Terms { get; init; }

    /// <summary>Last day to call the reporter back; only of a closing.</summary>
    public DateOnly? CallBackBy { get; init; }

    /// <summary>Last day of what was due before it; null where nothing was, or the day is not known.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Whether it came after that day; null where no day is known.</summary>
    public bool? Late { get; init; }
}

/// <summary>A complaint (信访举报). Who made it is kept elsewhere.</summary>
internal sealed record Complaint
{
    public required string Id { get; init; }

    /// <summary>Known to the reporter and to the unit that handles complaints.</summary>
    public required string TrackingNumber { get; init; }

    /// <summary>Key of the channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Its number there; with the channel it names the complaint. Null where the channel gives none.</summary>
    public string? ChannelNumber { get; init; }

    /// <summary>Key of the kind; null where nobody said.</summary>
    public string? Kind { get; init; }

    /// <summary>What was reported, in the reporter's words: it may name people, and is for the units alone.</summary>
    public required string Text { get; init; }

    public string? Place { get; init; }
    public ComplaintPoint? Coordinates { get; init; }
    public DateOnly? HappenedOn { get; init; }

    /// <summary>Path of the public figure that is said to be wrong; null for what is no such report.</summary>
    public string? Subject { get; init; }

    public required bool Anonymous { get; init; }

    /// <summary>Whether the reporter left a way to be reached; it stays so when the contact is deleted.</summary>
    public required bool HasContact { get; init; }

    /// <summary>When the channel received it: the limits run from then.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it was entered here.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    public required IReadOnlyList<ComplaintStep> Steps { get; init; }
}

internal static class ComplaintCollections
{
    public const string ByTracking = "tracking";
    public const string ByNumber = "channel-number";
    public const string ByReceived = "received";
    public const string ByMain = "main";
    public const string ByFigure = "released-figure";

    // No text: a search would find what reporters wrote about people.
    public static readonly Collection<Complaint> Complaints = new("complaints",
        new DocumentIndex<Complaint>(ByTracking, complaint => complaint.TrackingNumber, unique: true),
        new DocumentIndex<Complaint>(ByNumber, complaint => complaint.ChannelNumber is { } number ? $"{complaint.Channel}|{number}" : null, unique: true),
        new DocumentIndex<Complaint>(ByReceived, complaint => At(complaint.ReceivedAt)),
        new DocumentIndex<Complaint>(ByMain, complaint => complaint.Steps[^1].Into),
        new DocumentIndex<Complaint>(ByFigure, complaint =>
            complaint.Subject is { } subject && ComplaintCourse.IsReleased(complaint) && ComplaintCourse.IsUnanswered(complaint) ? subject : null));

    public static string At(DateTimeOffset instant) => $"{instant.UtcDateTime:O}";

    /// <summary>The complaint whose course this one shares: itself, or the one it was merged into.</summary>
    public static async ValueTask<Stored<Complaint>> MainAsync(this IDocumentReader reader, Stored<Complaint> held, CancellationToken cancel)
    {
        while (held.Body.Steps[^1].Into is { } into)
            held = await reader.FindAsync(Complaints, into, cancel) ?? throw new InvalidDataException($"Complaint {held.Id} was merged into {into}, which is not on file.");
        return held;
    }
}
