using System.Diagnostics.CodeAnalysis;
using Bishui.Features.Sites;
using Bishui.Features.Tasks;
using Bishui.Hosting.Json;
using Bishui.Rules.Cases;

namespace Bishui.Features.Exceedances;

/// <summary>A step that a unit takes in a case.</summary>
public sealed record CaseStepRequest
{
    /// <summary>assign, refuse, accept, rectify, finish, send-back, archive, reopen, hand-over, verdict, escalate, urge or answer.</summary>
    public string? Step { get; init; }

    /// <summary>Why; of a rectification what was done, of an answer what is answered. Only assign, accept and archive may go without.</summary>
    [LongText]
    public string? Reason { get; init; }

    /// <summary>Key of the unit, or <c>enforcement</c>: for assign and hand-over.</summary>
    public string? To { get; init; }

    /// <summary>genuine, not-genuine or device-fault: for verdict.</summary>
    public string? Verdict { get; init; }

    /// <summary>The civil day on which it was done: for rectify.</summary>
    public DateOnly? DoneOn { get; init; }

    /// <summary>
    /// By when: of assign, hand-over and send-back, the work is to be finished; of urge, the answer is owed. Null: within the usual time.
    /// </summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Number of the demand: for answer. Null: the oldest that waits for the unit.</summary>
    public int? Urging { get; init; }

    /// <summary>Files, uploaded before.</summary>
    public IReadOnlyList<CaseAttachment>? Attachments { get; init; }

    /// <summary>What of the platform it rests on.</summary>
    public IReadOnlyList<EntryLink>? Links { get; init; }
}

/// <summary>A case with what the caller may do in it, and where it happened.</summary>
public sealed record CaseView : Exceedance
{
    /// <summary>The view of a case.</summary>
    [SetsRequiredMembers]
    internal CaseView(Exceedance about, IReadOnlyList<CaseStep> allowed, Site? site) : base(about)
    {
        Allowed = allowed;
        Place = site is null ? null : new(site.Name, site.Water, site.Longitude, site.Latitude, site.PrecisionMetres, site.Datum);
        Neighbours = site?.Links ?? [];
    }

    /// <summary>The steps that the caller may take now.</summary>
    public IReadOnlyList<CaseStep> Allowed { get; init; }

    /// <summary>Where the site lies as it is described now; null where it is no longer on file.</summary>
    public CasePlace? Place { get; init; }

    /// <summary>Sites above and below along the water, for the tracing of the source.</summary>
    public IReadOnlyList<SiteLink> Neighbours { get; init; }
}

/// <summary>Where a case happened.</summary>
/// <param name="Name">The site's name in use.</param>
/// <param name="Water">Name of the river or lake, or null.</param>
/// <param name="Longitude">Degrees east, or null where it is not known.</param>
/// <param name="Latitude">Degrees north, or null where it is not known.</param>
/// <param name="PrecisionMetres">How far the place may be off; null where it is not known.</param>
/// <param name="Datum">Datum of the place; null where the source states none.</param>
public sealed record CasePlace(string Name, string? Water, decimal? Longitude, decimal? Latitude, int? PrecisionMetres, string? Datum);

/// <summary>How many cases there are, of those that the caller sees.</summary>
public sealed record CaseSummary
{
    /// <summary>Cases that are not archived.</summary>
    public required int Open { get; init; }

    /// <summary>Open cases whose present step was not taken in time.</summary>
    public required int Overdue { get; init; }

    /// <summary>Open cases that were raised as incidents.</summary>
    public required int Escalated { get; init; }

    /// <summary>Open cases whose condition is over.</summary>
    public required int Recovered { get; init; }

    /// <summary>All cases by state.</summary>
    public required IReadOnlyDictionary<string, int> States { get; init; }

    /// <summary>Open exceedances by severity.</summary>
    public required IReadOnlyDictionary<string, int> Severities { get; init; }

    /// <summary>Open cases by kind.</summary>
    public required IReadOnlyDictionary<string, int> Kinds { get; init; }
}
