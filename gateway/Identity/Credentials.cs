using System.Security.Cryptography;

namespace Bishui.Gateway.Identity;

/// <summary>
/// Who may have a token. The file is looked at again on every request for one, so a replaced file counts at once;
/// a replacement that is not acceptable is reported and the last good one stays.
/// </summary>
internal sealed class Credentials(string path, CredentialsRead first, ILogger<Credentials> logger)
{
    private static readonly byte[] NoSecret = new byte[SHA256.HashSizeInBytes];

    private readonly Lock _reloading = new();
    private CredentialsRead _current = first;
    private string? _complaint;

    /// <summary>The holder of this secret, or null. Takes the same time whether the name is known or not.</summary>
    public Credential? Verify(CredentialKind kind, string id, string secret)
    {
        var credential = Find(kind, id);
        var same = CryptographicOperations.FixedTimeEquals(CredentialsFile.Hash(secret), credential?.SecretHash ?? NoSecret);
        return same ? credential : null;
    }

    public bool Knows(CredentialKind kind, string id) => Find(kind, id) is not null;

    private Credential? Find(CredentialKind kind, string id) =>
        Current().FirstOrDefault(c => c.Kind == kind && c.Id == id);

    private IReadOnlyList<Credential> Current()
    {
        lock (_reloading)
        {
            try
            {
                var bytes = CredentialsFile.Load(path);
                if (!bytes.AsSpan().SequenceEqual(_current.Bytes))
                {
                    _current = new(bytes, CredentialsFile.Parse(path, bytes));
                    logger.LogInformation("Credentials were read again: {Count} entries", _current.Entries.Count);
                }

                _complaint = null;
            }
            catch (CredentialsException e)
            {
                if (_complaint != e.Message)
                    logger.LogError("The changed credentials are not used: {Reason}", e.Message);
                _complaint = e.Message;
            }

            return _current.Entries;
        }
    }
}
