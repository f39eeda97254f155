using System.Text.Json;
using Bishui.Hosting.Json;
using Bishui.Rules.Time;

namespace Bishui.Features.Registers;

/// <summary>A register of the service.</summary>
/// <param name="Key">Name within the service.</param>
/// <param name="TitleZh">Chinese title.</param>
/// <param name="TitleEn">English title.</param>
/// <param name="HelpZh">What a row is, in Chinese; null where the title says it.</param>
/// <param name="Topics">Keys of the topics it belongs to.</param>
/// <param name="Tasks">Numbers of the tasks that carry one of them in the plan in force.</param>
/// <param name="DutyObject">The kind of object under which rows owe duties; null where they owe none of their own.</param>
/// <param name="Schema">Where its schema is.</param>
public sealed record RegisterView(
    string Key, string TitleZh, string TitleEn, string? HelpZh, IReadOnlyList<string> Topics, IReadOnlyList<int> Tasks, string? DutyObject, string Schema);

/// <summary>What a row is from a day on.</summary>
public sealed record RowRequest
{
    /// <summary>The civil day from which it is so; today when absent.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Why it is changed; null where nobody says.</summary>
    [LongText]
    public string? Reason { get; init; }

    /// <summary>All fields by name, not only what changes; see the register's schema.</summary>
    public JsonElement? Values { get; init; }
}

/// <summary>A row as it is over a time.</summary>
public sealed record RowView
{
    /// <summary>Unique within the register.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the register.</summary>
    public required string Register { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The version; 1 as first registered.</summary>
    public required int Version { get; init; }

    /// <summary>The civil day from which it is so.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day on which it is so; null while nothing follows.</summary>
    public DateOnly? To { get; init; }

    /// <summary>It is no longer on the register; then the fields are those it had.</summary>
    public required bool Retired { get; init; }

    /// <summary>Key of the unit that recorded this version.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Why it was changed or retired; null where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Its fields by name; personal data covered, such as 138****1234, and only for those who may write the register; POST …/looks shows it whole.</summary>
    public required JsonElement Values { get; init; }

    internal static RowView Of(Register register, HeldRow row, RowVersion version, DateOnly? to, RegisterRights rights) => new()
    {
        Id = row.Id,
        Register = register.Key,
        Name = register.NameOf(version.Values),
        Version = version.Version,
        From = version.From,
        To = to,
        Retired = version.Retired,
        Unit = version.Unit,
        RecordedAt = version.RecordedAt.ToOffset(ChinaTime.Offset),
        Reason = version.Reason,
        Values = rights.SeesPersonal ? register.Masked(version.Values) : register.WithoutPersonal(version.Values),
    };
}
