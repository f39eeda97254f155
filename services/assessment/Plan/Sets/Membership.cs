using Bishui.Storage.Documents;

namespace Bishui.Assessment.Plan.Sets;

/// <summary>A statement that a set has a member, on file for good: a wrong one is corrected by a later one that names it.</summary>
internal sealed record Membership
{
    public static readonly Collection<Membership> Memberships = new("unit-members");

    /// <summary>Ids grow in the order of recording.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the set.</summary>
    public required string Set { get; init; }

    /// <summary>Name of the member, for example 太阳村镇人民政府.</summary>
    public required string Name { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day; null while no end is known.</summary>
    public required DateOnly? To { get; init; }

    /// <summary>Number or title of the document it comes from.</summary>
    public required string Document { get; init; }

    /// <summary>Id of the statement that this one replaces; null where it replaces none.</summary>
    public required string? Corrects { get; init; }

    public required string RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public bool Covers(DateOnly day) => From <= day && (To is not { } last || day <= last);

    public bool Overlaps(Membership other) => (To is not { } last || other.From <= last) && (other.To is not { } otherLast || From <= otherLast);
}

/// <summary>All statements about members, read together.</summary>
internal sealed class Memberships(IReadOnlyList<Membership> told)
{
    private readonly HashSet<string> _corrected = [.. told.Select(membership => membership.Corrects).OfType<string>()];

    /// <summary>Everything ever said about a set, the oldest first.</summary>
    public IReadOnlyList<Membership> Told(string set) => [.. told.Where(membership => membership.Set == set)];

    public bool IsCorrected(Membership membership) => _corrected.Contains(membership.Id);

    /// <summary>What stands about a set.</summary>
    public IReadOnlyList<Membership> Standing(string set) => [.. Told(set).Where(membership => !IsCorrected(membership))];

    /// <summary>The members of a set on a day.</summary>
    public IReadOnlyList<Membership> At(string set, DateOnly day) =>
        [.. Standing(set).Where(membership => membership.Covers(day)).OrderBy(membership => membership.From).ThenBy(membership => membership.Id, StringComparer.Ordinal)];

    /// <summary>These statements and one more.</summary>
    public Memberships With(Membership membership) => new([.. told, membership]);

    /// <summary>The first contradiction in what stands, or null: a member told twice for one day, or one of a subset that the whole set lacks.</summary>
    public MembershipConflict? Conflict(IReadOnlyList<OpenSet> sets)
    {
        foreach (var set in sets)
        {
            var standing = Standing(set.Unit);
            foreach (var (one, index) in standing.Select((one, index) => (one, index)))
                if (standing.Skip(index + 1).Any(other => other.Name == one.Name && other.Overlaps(one)))
                    return new("already-member", set.Unit, one.Name, null);
            if (set.SubsetOf is { } whole && standing.FirstOrDefault(member => !Holds(Standing(whole), member)) is { } stray)
                return new("not-in-superset", set.Unit, stray.Name, whole);
        }
        return null;
    }

    /// <summary>Whether statements about the same name, end to end, cover the member's whole time.</summary>
    private static bool Holds(IReadOnlyList<Membership> whole, Membership member)
    {
        DateOnly? reached = member.From;
        foreach (var part in whole.Where(part => part.Name == member.Name).OrderBy(part => part.From))
        {
            if (reached is not { } day || part.From > day) break;
            if (part.To is not { } last || last == DateOnly.MaxValue) return true;
            if (last >= day) reached = last.AddDays(1);
        }
        return member.To is { } end && reached > end;
    }
}

/// <summary>Why a statement cannot stand beside the others.</summary>
internal sealed record MembershipConflict(string Code, string Set, string Name, string? Whole);
