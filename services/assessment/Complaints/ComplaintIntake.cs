using System.Text.RegularExpressions;
using Bishui.Assessment.Intake;
using Bishui.Assessment.Plan;
using Bishui.Contracts.Sites;
using Bishui.Hosting.Errors;
using Bishui.Hosting.Json;
using Bishui.Hosting.Time;
using Bishui.Rules.Calendars;
using Bishui.Rules.Time;
using Bishui.Storage.Documents;

namespace Bishui.Assessment.Complaints;

/// <summary>A complaint as it comes in.</summary>
internal record ComplaintRequest
{
    [LongText(ComplaintIntake.MostText)]
    public string? Text { get; init; }
    public string? Place { get; init; }
    public ComplaintPoint? Coordinates { get; init; }
    public DateOnly? HappenedOn { get; init; }

    /// <summary>Key of the kind; null where the reporter does not say.</summary>
    public string? Kind { get; init; }

    /// <summary>Path of the public figure that is wrong, such as <c>sections/lutang/2021-10</c>; only of a <c>data-error</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>How the reporter can be reached; null where that is left out.</summary>
    public Contact? Contact { get; init; }

    /// <summary>The reporter wants to stay unknown; null: as the contact says.</summary>
    public bool? Anonymous { get; init; }
}

/// <summary>A complaint that somebody submits without signing in.</summary>
internal sealed record SubmittedComplaint : ComplaintRequest
{
    /// <summary>The proof of work, where one is asked for: see <c>GET /api/public/complaints/challenge</c>.</summary>
    public ComplaintProof? Proof { get; init; }
}

/// <summary>A complaint that a unit enters for somebody who wrote or came.</summary>
internal sealed record EnteredComplaint : ComplaintRequest
{
    /// <summary>Key of the channel.</summary>
    public string? Channel { get; init; }

    /// <summary>Its number in the channel; null where it has none.</summary>
    public string? Number { get; init; }

    /// <summary>When the channel received it; null: now.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
}

/// <summary>Checks what comes in and makes a complaint of it, the same for all channels.</summary>
internal sealed partial class ComplaintIntake(WorkCalendar calendar, RequestClock clock)
{
    public const int MostText = 4000;
    private const int MostPlace = 200;
    public const int MostContact = 100;
    private const int MostNumber = 64;

    private static ComplaintRules Rules => ComplaintRules.Carried;

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public List<RowError> Faults(EnteredComplaint asked)
    {
        var (errors, now) = (new List<RowError>(), clock.Now);
        if (Rules.Channel(asked.Channel) is null) Add("channel", "unknown-channel", "应为 / must be one of: " + string.Join(", ", Rules.Channels.Select(each => each.Key)));
        if (asked.Number is { } number && (string.IsNullOrWhiteSpace(number) || number.Length > MostNumber)) Add("number", "bad-number", $"不超过 {MostNumber} 字 / at most {MostNumber} characters");
        if (string.IsNullOrWhiteSpace(asked.Text)) Add("text", "missing", "须写明情况 / say what happened");
        else Length("text", asked.Text, MostText);
        Length("place", asked.Place, MostPlace);
        if (asked.Coordinates is { } point && (Math.Abs(point.Longitude) > 180 || Math.Abs(point.Latitude) > 90)) Add("coordinates", "out-of-range", "经度在 ±180、纬度在 ±90 之间 / ±180 and ±90 degrees");
        if (asked.Coordinates?.Datum is { Length: > 20 }) Add("coordinates", "too-long", "坐标系不超过 20 字 / at most 20 characters of datum");
        if (asked.HappenedOn > ChinaTime.DayOf(now)) Add("happenedOn", "future-day", "不得晚于今天 / must not be in the future");
        if (asked.ReceivedAt > now) Add("receivedAt", "future-time", "不得晚于现在 / must not be in the future");
        var kind = Rules.Kind(asked.Kind);
        if (asked.Kind is not null && kind is null) Add("kind", "unknown-kind", "应为 / must be one of: " + string.Join(", ", Rules.Kinds.Select(each => each.Key)));
        if (kind?.Correction == true)
        {
            if (asked.Subject is null || asked.Subject.Length > MostPlace || !Path().IsMatch(asked.Subject) || FigureOf(asked.Subject) is null)
                Add("subject", "unknown-figure", "须写明有误数据的路径，开头应为 / the figure's path, which begins with one of: " + string.Join(", ", Rules.Figures.Select(each => each.Prefix)));
        }
        else if (asked.Subject is not null) Add("subject", "unexpected", "只有指出公开数据有误时填写 / only of an error in a published figure");
        Contact(asked);
        return errors;

        void Add(string field, string code, string detail) => errors.Add(new(null, field, code, detail));

        void Length(string field, string? text, int most)
        {
            if (text?.Length > most) Add(field, "too-long", $"不超过 {most} 字 / at most {most} characters");
            if (text?.Any(sign => char.IsControl(sign) && sign is not ('\n' or '\r' or '\t')) == true) Add(field, "bad-form", "不得含控制字符 / no control characters");
        }

        void Contact(ComplaintRequest request)
        {
            var contact = request.Contact;
            Length("contact.name", contact?.Name, MostContact);
            Length("contact.phone", contact?.Phone, MostContact);
            Length("contact.email", contact?.Email, MostContact);
            if (contact is not null && request.Anonymous == true) Add("contact", "anonymous-with-contact", "匿名举报不收联系方式 / an anonymous complaint leaves no contact");
            if (contact is not null && string.IsNullOrWhiteSpace(contact.Phone) && string.IsNullOrWhiteSpace(contact.Email)) Add("contact", "no-way-to-reach", "须有电话或电子邮箱 / needs a phone number or an e-mail address");
            if (contact is null && request.Anonymous == false) Add("contact", "missing", "不匿名须留联系方式 / whoever is not anonymous leaves a contact");
        }
    }

    /// <summary>Adds it to the commit, with its contact. It has to be free of faults.</summary>
    public async ValueTask<Complaint> AddAsync(IDocumentReader reader, Commit commit, EnteredComplaint asked, string unit, string? by, CancellationToken cancel)
    {
        var (now, channel, kind) = (clock.Now, Rules.Channel(asked.Channel)!, Rules.Kind(asked.Kind));
        var received = asked.ReceivedAt ?? now;
        var terms = ComplaintCourse.Terms(ChinaTime.DayOf(received), channel, Rules.Limits, calendar);
        var complaint = new Complaint
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            TrackingNumber = TrackingNumber.New(),
            Channel = channel.Key,
            ChannelNumber = asked.Number?.Trim(),
            Kind = kind?.Key,
            Text = asked.Text!.Trim(),
            Place = string.IsNullOrWhiteSpace(asked.Place) ? null : asked.Place.Trim(),
            Coordinates = asked.Coordinates,
            HappenedOn = asked.HappenedOn,
            Subject = asked.Subject,
            Anonymous = asked.Contact is null,
            HasContact = asked.Contact is not null,
            ReceivedAt = received,
            RegisteredAt = now,
            Steps = [new() { Move = ComplaintMove.Receive, State = ComplaintState.Received, Unit = unit, By = by, At = now, Terms = terms }],
        };
        // Without an owner, before any plan is in force, it waits to be assigned as any other.
        if (kind?.Correction == true && await OwnerAsync(reader, complaint.Subject!, now, cancel) is { } owner)
        {
            // Nobody has to decide whether a figure may be doubted: it goes to whoever answers for it at once.
            complaint = ComplaintCourse.With(complaint, new()
            {
                Move = ComplaintMove.Assign,
                State = ComplaintState.Assigned,
                Unit = "platform",
                At = now,
                Text = "按数据归属自动交办 / given to the unit that answers for the figure",
                ToUnit = owner,
            });
        }
        commit.Insert(ComplaintCollections.Complaints, complaint.Id, complaint);
        if (asked.Contact is { } contact)
            commit.Insert(ComplaintContacts.Contacts, complaint.Id, contact);
        return complaint;
    }

    /// <summary>The unit of the site that a figure is about, as its service told of it; else the unit that leads the task.</summary>
    private static async ValueTask<string?> OwnerAsync(IDocumentReader reader, string subject, DateTimeOffset now, CancellationToken cancel)
    {
        var parts = subject.Split('/');
        if (FigureOf(subject)?.Service is { } service && parts.Length > 1)
        {
            var prefix = $"{FactTypes.SiteReporting}:{service}:{parts[1]}:";
            var told = await reader.ListAsync(FactLog.Facts, new() { From = prefix, Before = prefix[..^1] + ";", Limit = 1 }, cancel);
            if (told.Items is [var fact] && FactTypes.Read(fact.Body.Fact) is SiteReporting site) return site.Unit;
        }
        var plan = (await PlanStore.InForceAtAsync(reader, now, cancel))?.Plan;
        return plan?.Tasks.FirstOrDefault(task => task.Topics?.Contains(AssessmentTopics.PublicSupervision) == true) is { LeadUnits: [var lead, ..] } ? lead : null;
    }

    private static PublicFigure? FigureOf(string subject) => Rules.Figures.FirstOrDefault(figure => figure.Prefix == subject.Split('/')[0]);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,7}\z")]
    private static partial Regex Path();
}
