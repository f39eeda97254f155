using System.ComponentModel.DataAnnotations;

namespace Bishui.Hosting.PublicAnswers;

/// <summary>Bounds of what everybody may ask; section <c>PublicAnswers</c>.</summary>
public sealed class PublicAnswerOptions
{
    /// <summary>How many different questions are worked on at once: half the cores, so that a flood of them leaves the rest to those who are signed in.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How many more may wait for their turn; others are refused at once.</summary>
    [Range(0, 10_000)]
    public int Queue { get; set; } = 32;

    /// <summary>How long one question may wait and be worked on.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes of answers are kept.</summary>
    [Range(0, int.MaxValue)]
    public int MostBytes { get; set; } = 32 << 20;
}
