using System.Globalization;
using Bishui.Storage;

namespace Bishui.Hosting.PublicAnswers;

/// <summary>Says when public answers have to be made anew: as long as the version stays, an answer that was made still holds.</summary>
public interface IAnswerVersion
{
    /// <summary>The version now; any other than before means that something may have changed.</summary>
    ValueTask<string> CurrentAsync(CancellationToken cancel);
}

/// <summary>
/// What a service answers follows from its database and from time. The database's own count of commits is the same for all replicas, so none of them
/// goes on answering what another has changed; time counts by the minute, which is finer than any deadline or period.
/// </summary>
internal sealed class StoreVersion(IDatabase database, TimeProvider clock) : IAnswerVersion
{
    public async ValueTask<string> CurrentAsync(CancellationToken cancel)
    {
        var (changes, minute) = (await database.ChangesAsync(cancel), clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute);
        return string.Create(CultureInfo.InvariantCulture, $"{changes}|{minute}");
    }
}
