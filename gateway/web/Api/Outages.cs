using System.Collections.Concurrent;

namespace Bishui.Web.Api;

/// <summary>A part of the page that comes from one service.</summary>
public enum Part
{
    Plan,
    Sections,
}

/// <summary>Since when a part has not been readable, so that a visitor can tell a moment from a morning.</summary>
public sealed class Outages
{
    private readonly ConcurrentDictionary<Part, DateTimeOffset> _since = [];

    // Real time, whatever the platform's clock says: this is about machines, not about the plan.
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>When it began; now, when nothing was known of it.</summary>
    public DateTimeOffset Since(Part part) => _since.GetOrAdd(part, _ => Now);

    /// <summary>Whether this is the first that is known of it.</summary>
    public bool Begins(Part part) => _since.TryAdd(part, Now);

    /// <summary>Whether there was one, and it is over now.</summary>
    public bool Over(Part part) => _since.TryRemove(part, out _);
}
