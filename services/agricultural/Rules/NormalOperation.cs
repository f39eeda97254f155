namespace Bishui.Agricultural.Rules;

/// <summary>When a rural sewage facility is in normal operation (正常运行).</summary>
public sealed record OperationCriteria
{
    /// <summary>It has to run.</summary>
    public required bool Running { get; init; }

    /// <summary>It has to receive sewage.</summary>
    public required bool Receiving { get; init; }

    /// <summary>Its effluent has to be within its limits, where it is measured.</summary>
    public required bool EffluentWithinLimits { get; init; }

    /// <summary>A record of its operation speaks for so many days, the day of the record counted.</summary>
    public required int RecordWithinDays { get; init; }

    /// <summary>Readings of so many days count, the day asked counted.</summary>
    public required int ReadingsWithinDays { get; init; }

    /// <summary>Where the criteria come from.</summary>
    public required string Source { get; init; }

    /// <summary>How sure they are.</summary>
    public required string Confidence { get; init; }
}

/// <summary>F14: the normal-operation rate of rural facilities.</summary>
public static class NormalOperation
{
    /// <summary>Name and version of the rule.</summary>
    public const string Rule = "F14/1";

    /// <summary>Whether a facility is in normal operation; null while a criterion that could decide is not known.</summary>
    /// <param name="criteria">What has to hold.</param>
    /// <param name="running">Whether it runs; null where nobody looked.</param>
    /// <param name="receiving">Whether it receives sewage; null where nobody looked.</param>
    /// <param name="effluentWithin">Whether its effluent is within its limits; null where it was not measured, which stands against nothing.</param>
    public static bool? IsNormal(OperationCriteria criteria, bool? running, bool? receiving, bool? effluentWithin)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        if ((criteria.Running && running == false) || (criteria.Receiving && receiving == false) || (criteria.EffluentWithinLimits && effluentWithin == false)) return false;
        return (criteria.Running && running is null) || (criteria.Receiving && receiving is null) ? null : true;
    }
}
