using Bishui.Features.Readings;
using Bishui.Rules.Cases;
using Bishui.Storage.Readings;

namespace Bishui.Features.Exceedances;

/// <summary>Holds a case against the readings in force.</summary>
internal static class CaseReview
{
    /// <summary>The case as the readings make it; the same where they say nothing new.</summary>
    public static Exceedance Apply(Exceedance about, IReadOnlyList<JudgedReading> judged, DateTimeOffset now, CaseRules rules)
    {
        var course = CaseCourse.Of(judged.Where(reading => reading.Judgement is not null).Select(reading => Marked(reading, rules)), rules.Recovery);
        var evidence = Evidence(about.Readings, judged);
        var withdrawn = evidence.Count(reading => reading.WithdrawnBy is not null);
        var standing = judged.Where(reading => reading.IsBeyond).Select(Beyond).ToList();
        var after = about with
        {
            Readings = evidence,
            Evidence = course.Beyond == 0 && withdrawn == evidence.Count ? CaseEvidenceState.Withdrawn
                : withdrawn > 0 ? CaseEvidenceState.PartlyWithdrawn
                : CaseEvidenceState.Standing,
            // What is withdrawn no longer leads; where nothing stands, what there was stays to be seen.
            Latest = standing.Count == 0 ? about.Latest : standing[^1],
            Worst = standing.Count == 0 ? about.Worst : standing.Aggregate(CaseLife.Worse),
            Streak = course.Streak,
            RecoveredAt = course.RecoveredAt,
        };
        if (standing.Count > 0) after = CaseLife.Weigh(after, course.Hours, course.Samples, now);
        return after == about ? about : after;
    }

    private static CourseReading Marked(JudgedReading reading, CaseRules rules) => new(ReadingId.KindName(reading.Reading.Kind), reading.Reading.Time,
        reading.IsBeyond ? CourseMark.Beyond : rules.Recovery.MarkOf(reading.Judgement!.Value, reading.Judgement.Limit));

    private static ExceedingReading Beyond(JudgedReading reading) => new()
    {
        Id = ReadingId.Of(reading.Reading),
        Time = reading.Reading.Time,
        Value = reading.Judgement!.Value,
        Limit = reading.Judgement.Limit,
        Multiple = reading.Judgement.Multiple,
    };

    /// <summary>The evidence, with what was withdrawn marked; the same list where nothing is new.</summary>
    private static IReadOnlyList<ExceedingReading> Evidence(IReadOnlyList<ExceedingReading> kept, IReadOnlyList<JudgedReading> judged)
    {
        var inForce = judged.Where(reading => !reading.IsBeyond).ToDictionary(reading => Series(ReadingId.Of(reading.Reading)), reading => reading.Reading);
        List<ExceedingReading> looked = [.. kept.Select(one => one with { WithdrawnBy = WithdrawnBy(one, inForce) })];
        return looked.SequenceEqual(kept) ? kept : looked;
    }

    // Another version must say so: a limit that was changed afterwards withdraws nothing.
    private static string? WithdrawnBy(ExceedingReading one, Dictionary<string, Reading> inForce) =>
        inForce.TryGetValue(Series(one.Id), out var reading) && ReadingId.Of(reading) is var id && id != one.Id ? id : null;

    /// <summary>A reading's id without its version.</summary>
    private static string Series(string id) => id[..id.LastIndexOf('/')];
}
