using System.Diagnostics;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Bishui.Hosting.Identity;

/// <summary>
/// The issuer's published keys: fetched on first use and once an hour, and at once when a token names a key that is not among them. The library's own
/// manager refuses the first token under a new key, and calls every token invalid while the issuer is away; a client would throw good tokens away.
/// </summary>
/// <param name="authority">Where the issuer is reached from here, with a slash at the end.</param>
/// <param name="issuer">What it calls itself, without one.</param>
/// <param name="timeout">For each question.</param>
internal sealed class IssuerKeys(Uri authority, string issuer, TimeSpan timeout) : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    // Anyone can name a key that does not exist; it must not make the service hammer the issuer.
    private static readonly TimeSpan LeastBetweenFetches = TimeSpan.FromSeconds(2);

    private readonly Documents _http = new(
        authority, issuer, new(new HttpClient { Timeout = timeout, MaxResponseContentBufferSize = 1 << 20 }) { RequireHttps = false });
    private readonly SemaphoreSlim _turn = new(1);
    private Snapshot? _held;

    /// <summary>The keys on hand, or freshly fetched.</summary>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (_held is not { } held) return (await FetchAsync(null, cancel)).Keys;
        if (Stopwatch.GetElapsedTime(held.At) < Fresh) return held.Keys;
        try
        {
            return (await FetchAsync(held, cancel)).Keys;
        }
        catch (IssuerUnavailableException)
        {
            _held = held with { At = Stopwatch.GetTimestamp() };
            return held.Keys;
        }
    }

    /// <summary>After a token named a key that is not on hand: newer keys, or null when there cannot be any yet.</summary>
    public async Task<OpenIdConnectConfiguration?> NewerAsync(CancellationToken cancel)
    {
        if (_held is not { } held || Stopwatch.GetElapsedTime(held.At) < LeastBetweenFetches) return null;
        return (await FetchAsync(held, cancel)).Keys;
    }

    /// <summary>Nothing to do: what the library asks for here happens in <see cref="NewerAsync"/>.</summary>
    public void RequestRefresh()
    {
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Snapshot> FetchAsync(Snapshot? known, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_held is { } other && !ReferenceEquals(other, known)) return other;      // whoever had the turn before fetched
            var keys = await OpenIdConnectConfigurationRetriever.GetAsync(authority + ".well-known/openid-configuration", _http, cancel);
            return _held = new(keys, Stopwatch.GetTimestamp());
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            throw new IssuerUnavailableException(exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    // The issuer names its keys by the address that users see, which need not lead anywhere inside a cluster: they are asked for where it is reached.
    private sealed class Documents(Uri authority, string issuer, HttpDocumentRetriever http) : IDocumentRetriever
    {
        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => http.GetDocumentAsync(
            address.StartsWith(issuer + "/", StringComparison.Ordinal) ? new Uri(authority, address[(issuer.Length + 1)..]).ToString() : address, cancel);
    }

    private sealed record Snapshot(OpenIdConnectConfiguration Keys, long At);
}

/// <summary>The issuer's keys could not be fetched, so no token can be judged: neither valid nor invalid.</summary>
internal sealed class IssuerUnavailableException(Exception cause) : Exception("The issuer's keys could not be fetched", cause);
