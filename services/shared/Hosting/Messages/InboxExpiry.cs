using System.ComponentModel.DataAnnotations;
using Bishui.Storage.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bishui.Hosting.Messages;

/// <summary>For how long answered messages are remembered.</summary>
public sealed class InboxOptions
{
    /// <summary>Days; a message that comes again after that is answered again. Longer than any queue keeps a message that nobody took.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; set; } = 30;
}

/// <summary>Forgets, once an hour, which messages were answered long ago.</summary>
internal sealed class InboxExpiry(IInbox inbox, IOptions<InboxOptions> options, TimeProvider clock, ILogger<InboxExpiry> log) : BackgroundService
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var before = clock.GetUtcNow().AddDays(-options.Value.KeepDays);
                while (await inbox.ForgetConsumedAsync(before, AtOnce, stoppingToken) == AtOnce)
                {
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(failure, "Answered messages could not be forgotten and will be in an hour");
            }
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
