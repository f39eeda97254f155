using Bishui.Rules.Time;

namespace Bishui.Assessment.Complaints;

/// <summary>A complaint as the units see it.</summary>
internal sealed record ComplaintView
{
    public required string Id { get; init; }

    /// <summary>Shown to the unit that handles complaints; null for others: who holds it acts as the reporter.</summary>
    public string? TrackingNumber { get; init; }

    public required string Channel { get; init; }
    public required string ChannelTitle { get; init; }
    public string? ChannelNumber { get; init; }
    public string? Kind { get; init; }
    public string? KindTitle { get; init; }
    public required string Text { get; init; }
    public string? Place { get; init; }
    public ComplaintPoint? Coordinates { get; init; }
    public DateOnly? HappenedOn { get; init; }
    public string? Subject { get; init; }
    public required bool Anonymous { get; init; }
    public required bool HasContact { get; init; }
    public required ComplaintState State { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Key of the unit that has to answer, or has; null while none was named.</summary>
    public string? Unit { get; init; }

    public required ComplaintTerms Terms { get; init; }

    /// <summary>What is due next; null where nothing is.</summary>
    public ComplaintDue? Due { get; init; }

    /// <summary>Whether it is overdue; null where the calendar does not say.</summary>
    public bool? Overdue { get; init; }

    /// <summary>Id of the complaint it was merged into.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Ids of the complaints that were merged into it; null in lists.</summary>
    public IReadOnlyList<string>? Merged { get; init; }

    public required IReadOnlyList<ComplaintLink> Links { get; init; }

    /// <summary>The moves that the caller may make now.</summary>
    public required IReadOnlyList<ComplaintMove> Allowed { get; init; }

    public required IReadOnlyList<ComplaintStep> Steps { get; init; }

    public static ComplaintView Of(Complaint complaint, ComplaintAccess access, DateTimeOffset now) => new()
    {
        Id = complaint.Id,
        TrackingNumber = access.Handles ? complaint.TrackingNumber : null,
        Channel = complaint.Channel,
        ChannelTitle = ComplaintRules.Carried.Channel(complaint.Channel)?.Zh ?? complaint.Channel,
        ChannelNumber = complaint.ChannelNumber,
        Kind = complaint.Kind,
        KindTitle = ComplaintRules.Carried.Kind(complaint.Kind)?.Zh,
        Text = complaint.Text,
        Place = complaint.Place,
        Coordinates = complaint.Coordinates,
        HappenedOn = complaint.HappenedOn,
        Subject = complaint.Subject,
        Anonymous = complaint.Anonymous,
        HasContact = complaint.HasContact,
        State = ComplaintCourse.StateOf(complaint),
        ReceivedAt = complaint.ReceivedAt,
        RegisteredAt = complaint.RegisteredAt,
        Unit = ComplaintCourse.AssigneeOf(complaint),
        Terms = ComplaintCourse.TermsOf(complaint),
        Due = ComplaintCourse.DueOf(complaint),
        Overdue = ComplaintCourse.IsOverdue(complaint, ChinaTime.DayOf(now)),
        MergedInto = complaint.Steps[^1].Into,
        Links = [.. complaint.Steps.SelectMany(step => step.Links).DistinctBy(link => (link.Service, link.Kind, link.Id))],
        Allowed = access.Allowed(complaint),
        Steps = complaint.Steps,
    };
}

/// <summary>What whoever submits a complaint is told.</summary>
/// <param name="TrackingNumber">Shows how it stands, and lets its holder act as the reporter.</param>
/// <param name="ReceivedAt">From when its limits run.</param>
/// <param name="AcceptBy">Last day to decide on accepting it; null where the calendar of a year is not known.</param>
/// <param name="AcceptByMissingYear">That year.</param>
/// <param name="CloseBy">Last day to close it.</param>
internal sealed record ComplaintReceipt(string TrackingNumber, DateTimeOffset ReceivedAt, DateOnly? AcceptBy, int? AcceptByMissingYear, DateOnly CloseBy)
{
    public static ComplaintReceipt Of(Complaint complaint)
    {
        var terms = ComplaintCourse.TermsOf(complaint);
        return new(complaint.TrackingNumber, complaint.ReceivedAt.ToOffset(ChinaTime.Offset), terms.AcceptBy, terms.MissingYear, terms.CloseBy);
    }
}

/// <summary>A step as the reporter sees it.</summary>
/// <param name="Move">What was done.</param>
/// <param name="State">The state after it.</param>
/// <param name="At">When.</param>
/// <param name="Text">The answer; null where the step gives none.</param>
internal sealed record PublicStep(ComplaintMove Move, ComplaintState State, DateTimeOffset At, string? Text);

/// <summary>A complaint as its reporter sees it: its course and its answers, and nothing of what the units write to each other.</summary>
internal sealed record PublicComplaint
{
    // What moves the complaint on; the rest is the units' own.
    private static readonly ComplaintMove[] Shown =
    [
        ComplaintMove.Receive, ComplaintMove.Accept, ComplaintMove.Decline, ComplaintMove.Assign, ComplaintMove.Answer, ComplaintMove.Close, ComplaintMove.Merge,
        ComplaintMove.Reopen,
    ];

    public required string TrackingNumber { get; init; }
    public required string ChannelTitle { get; init; }
    public string? KindTitle { get; init; }
    public required ComplaintState State { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public DateOnly? AcceptBy { get; init; }
    public int? AcceptByMissingYear { get; init; }
    public required DateOnly CloseBy { get; init; }

    /// <summary>Whether what is due is overdue; null where the calendar does not say.</summary>
    public bool? Overdue { get; init; }

    /// <summary>It is handled together with another complaint about the same, whose course this is.</summary>
    public required bool Merged { get; init; }

    /// <summary>Last day on which it may be reopened; null where it is not over.</summary>
    public DateOnly? ReopenUntil { get; init; }

    public required IReadOnlyList<PublicStep> Steps { get; init; }

    public static PublicComplaint Of(Complaint own, Complaint main, DateTimeOffset now)
    {
        var terms = ComplaintCourse.TermsOf(main);
        return new()
        {
            TrackingNumber = own.TrackingNumber,
            ChannelTitle = ComplaintRules.Carried.Channel(own.Channel)?.Zh ?? own.Channel,
            KindTitle = ComplaintRules.Carried.Kind(own.Kind)?.Zh,
            State = ComplaintCourse.StateOf(main),
            ReceivedAt = own.ReceivedAt.ToOffset(ChinaTime.Offset),
            AcceptBy = terms.AcceptBy,
            AcceptByMissingYear = terms.MissingYear,
            CloseBy = terms.CloseBy,
            Overdue = ComplaintCourse.IsOverdue(main, ChinaTime.DayOf(now)),
            Merged = own.Id != main.Id,
            ReopenUntil = ComplaintCourse.ReopenUntil(main, ComplaintRules.Carried.Limits),
            // The other's receipt is none of this reporter's business.
            Steps = [.. Course(own).Concat(own.Id == main.Id ? [] : Course(main).Where(step => step.Move != ComplaintMove.Receive)).OrderBy(step => step.At)],
        };
    }

    private static IEnumerable<PublicStep> Course(Complaint complaint) => complaint.Steps.Where(step => Shown.Contains(step.Move))
        .Select(step => new PublicStep(step.Move, step.State, step.At.ToOffset(ChinaTime.Offset), step.PublicText));
}
