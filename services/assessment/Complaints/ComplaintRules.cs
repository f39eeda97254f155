using Bishui.Features.RuleFiles;

namespace Bishui.Assessment.Complaints;

/// <summary>What <c>Data/complaint-rules.json</c> says: a channel that opens or closes is a line there.</summary>
internal sealed record ComplaintRules
{
    /// <summary>The rules as they are built in.</summary>
    public static ComplaintRules Carried { get; } = RuleFile.Read<ComplaintRules>("Data/complaint-rules.json");

    public required string Title { get; init; }
    public required string Source { get; init; }
    public required string Confidence { get; init; }
    public required ComplaintLimits Limits { get; init; }

    /// <summary>What each limit counts and where it comes from, by its name.</summary>
    public required IReadOnlyDictionary<string, string> Notes { get; init; }

    /// <summary>Key of the channel of what is sent to the platform itself.</summary>
    public required string Online { get; init; }

    public required IReadOnlyList<ComplaintChannel> Channels { get; init; }
    public required IReadOnlyList<ComplaintKind> Kinds { get; init; }

    /// <summary>Which public figures somebody may report as wrong.</summary>
    public required IReadOnlyList<PublicFigure> Figures { get; init; }

    /// <summary>The channel of a key or a Chinese name; null where there is none.</summary>
    public ComplaintChannel? Channel(string? word) => Channels.FirstOrDefault(channel => channel.Key == word || channel.Zh == word);

    /// <summary>The kind of a key or a Chinese name; null where there is none.</summary>
    public ComplaintKind? Kind(string? word) => Kinds.FirstOrDefault(kind => kind.Key == word || kind.Zh == word);
}

/// <summary>Time limits.</summary>
/// <param name="AcceptWorkdays">Workdays after receipt within which it is accepted or not.</param>
/// <param name="CloseDays">Calendar days after receipt within which it is closed.</param>
/// <param name="CallBackDays">Calendar days after closing within which the reporter is called back.</param>
/// <param name="ReopenDays">Calendar days after closing or refusal in which the reporter may have it reopened.</param>
/// <param name="ContactDays">Calendar days for which a contact is kept after closing.</param>
internal sealed record ComplaintLimits(int AcceptWorkdays, int CloseDays, int CallBackDays, int ReopenDays, int ContactDays);

/// <summary>A way by which complaints come.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
internal sealed record ComplaintChannel(string Key, string Zh, string En)
{
    /// <summary>The channel's own limit in workdays; null: the usual one.</summary>
    public int? AcceptWorkdays { get; init; }

    /// <summary>The channel's own limit in calendar days; null: the usual one.</summary>
    public int? CloseDays { get; init; }

    /// <summary>The number to call; null where the channel is no telephone, or none that answers now.</summary>
    public string? Telephone { get; init; }

    /// <summary>Where the number comes from.</summary>
    public string? TelephoneSource { get; init; }

    /// <summary>What is worth knowing about it.</summary>
    public string? Note { get; init; }
}

/// <summary>What a complaint may be about.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="Correction">It reports an error in a published figure, and is no petition: it takes no part in the figures on petitions.</param>
internal sealed record ComplaintKind(string Key, string Zh, string En, bool Correction = false);

/// <summary>Public figures whose paths begin alike.</summary>
/// <param name="Prefix">First segment of their paths.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="Service">The service whose site the second segment names; null where it names none.</param>
internal sealed record PublicFigure(string Prefix, string Zh, string? Service = null);
