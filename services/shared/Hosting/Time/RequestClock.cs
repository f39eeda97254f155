namespace Bishui.Hosting.Time;

/// <summary>
/// The one reading of the platform's clock that a request goes by, or the handling of a message: read at the first use and the same from then
/// on. What was checked against now is stamped with the same now, and a day and an instant of one answer never lie on two sides of midnight.
/// Endpoints and consumers take it in place of <see cref="TimeProvider"/>; what lives longer is handed its <see cref="Now"/>.
/// </summary>
/// <param name="clock">The platform's clock.</param>
public sealed class RequestClock(TimeProvider clock)
{
    private readonly Lazy<DateTimeOffset> _now = new(clock.GetUtcNow);

    /// <summary>When the request is, however long it takes.</summary>
    public DateTimeOffset Now => _now.Value;
}
