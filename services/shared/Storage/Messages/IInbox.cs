namespace Bishui.Storage.Messages;

/// <summary>Which messages were answered; kept so that a repeat is known.</summary>
public interface IInbox
{
    /// <summary>Forgets messages that were answered before an instant, at most so many, oldest first; answers how many. A repeat of one of them would be answered again.</summary>
    Task<int> ForgetConsumedAsync(DateTimeOffset before, int max, CancellationToken cancel = default);
}
