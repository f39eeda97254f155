using System.Text.RegularExpressions;

namespace Bishui.Rules.Obligations;

/// <summary>
/// What closes a duty. <see cref="Parse"/> reads the text in which a plan states it, and <see cref="ToString"/> gives that text back.
/// </summary>
public abstract partial record EvidenceRule
{
    private EvidenceRule()
    {
    }

    /// <summary>The rule as a plan states it.</summary>
    protected abstract string Text { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Text;

    /// <summary>Reads what closes a duty.</summary>
    /// <exception cref="FormatException">The text does not say it; the message holds the text.</exception>
    public static EvidenceRule Parse(string text) => text switch
    {
        "completion" => new ByCompletion(),
        "reading" => new ByReading(),
        "case" => new ByCase(),
        _ when RecordText().Match(text) is { Success: true } record => new ByRecord(record.Groups["type"].Value, record.Groups["topic"].Value),
        _ when DateText().Match(text) is { Success: true } date => new ByDate(date.Groups["attribute"].Value),
        _ => throw new FormatException(
            $"The evidence '{text}' cannot be read: it is none of completion, reading, case, record <type> <topic> and date <attribute>."),
    };

    /// <summary><c>completion</c>: the accepted completion of the task.</summary>
    public sealed record ByCompletion : EvidenceRule
    {
        /// <inheritdoc/>
        protected override string Text => "completion";
    }

    /// <summary><c>record disclosure source-water</c>: a ledger entry that states such a result.</summary>
    /// <param name="Type">Kind of result.</param>
    /// <param name="Topic">What it is about.</param>
    public sealed record ByRecord(string Type, string Topic) : EvidenceRule
    {
        /// <inheritdoc/>
        protected override string Text => $"record {Type} {Topic}";
    }

    /// <summary><c>reading</c>: a reading at the object's site between the duty's first and due day.</summary>
    public sealed record ByReading : EvidenceRule
    {
        /// <inheritdoc/>
        protected override string Text => "reading";
    }

    /// <summary><c>date lastBalanceTest</c>: the next date that the attribute of the object takes.</summary>
    /// <param name="Attribute">Name of the attribute.</param>
    public sealed record ByDate(string Attribute) : EvidenceRule
    {
        /// <inheritdoc/>
        protected override string Text => $"date {Attribute}";
    }

    /// <summary><c>case</c>: the closing of the case the duty belongs to.</summary>
    public sealed record ByCase : EvidenceRule
    {
        /// <inheritdoc/>
        protected override string Text => "case";
    }

    [GeneratedRegex(@"\Arecord (?<type>[a-z][a-z0-9-]*) (?<topic>[a-z][a-z0-9-]*)\z")]
    private static partial Regex RecordText();

    [GeneratedRegex(@"\Adate (?<attribute>[a-z][A-Za-z0-9]*)\z")]
    private static partial Regex DateText();
}
