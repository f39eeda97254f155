using Bishui.Features.Indicators;
using Bishui.Rules.Indicators;

namespace Bishui.Features.Findings;

/// <summary>Something that is not as it should be (发现的问题) and holds on the day asked: it goes away when its facts do.</summary>
public sealed record Finding
{
    /// <summary>Id of the object it is about; with the rule it names the finding.</summary>
    public required string ObjectId { get; init; }

    /// <summary>Name of the object for people.</summary>
    public required string ObjectName { get; init; }

    /// <summary>The civil day since which it holds.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>What is wrong, in Chinese.</summary>
    public required string TextZh { get; init; }

    /// <summary>What is wrong, in English.</summary>
    public required string TextEn { get; init; }

    /// <summary>Key of the unit that has to act; null: those that lead the task.</summary>
    public string? Unit { get; init; }

    /// <summary>What it rests on.</summary>
    public required IReadOnlyList<EvidenceId> Evidence { get; init; }
}

/// <summary>What a category looks for in its registers and readings, declared once.</summary>
public sealed record FindingRule
{
    /// <summary>Unique within the service, for example <c>sludge-not-arrived</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Key of the topic it is about.</summary>
    public required string Topic { get; init; }

    /// <summary>What it looks for, in Chinese.</summary>
    public required string TitleZh { get; init; }

    /// <summary>What it looks for, in English.</summary>
    public required string TitleEn { get; init; }

    /// <summary>Where the rule comes from, and how sure that is.</summary>
    public required string Source { get; init; }

    /// <summary>Finds what holds as of a day. The same facts give the same findings.</summary>
    public required Func<Basis, CancellationToken, ValueTask<IReadOnlyList<Finding>>> Find { get; init; }
}
