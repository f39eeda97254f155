using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using Bishui.Hosting.PublicAnswers;
using Microsoft.Extensions.Options;

namespace Bishui.Web;

/// <summary>How long a page is shown before it is drawn anew; section <c>Pages</c>.</summary>
internal sealed class PageOptions
{
    /// <summary>However many visitors there are, a page is drawn once in this time; zero draws it for each.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>A page holds for a moment: the figures on it are asked for anew with the next.</summary>
internal sealed class PageVersion(IOptions<PageOptions> options) : IAnswerVersion
{
    private long _drawn;

    public ValueTask<string> CurrentAsync(CancellationToken cancel)
    {
        var fresh = options.Value.FreshFor;
        // Real time, whatever the platform's clock says: this is about the machine.
        var version = fresh > TimeSpan.Zero ? Stopwatch.GetElapsedTime(0).Ticks / fresh.Ticks : Interlocked.Increment(ref _drawn);
        return new(version.ToString(CultureInfo.InvariantCulture));
    }
}
