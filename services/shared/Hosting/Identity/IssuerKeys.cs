using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Bishui.Hosting.Identity;

/// <summary>
/// The issuer's published keys: fetched on first use, kept, and fetched again when a token names a key that is not among them, at most
/// every few seconds.
/// </summary>
internal sealed class IssuerKeys : ConfigurationManager<OpenIdConnectConfiguration>
{
    public IssuerKeys(string metadataAddress, TimeSpan timeout)
        : base(metadataAddress, new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(new HttpClient { Timeout = timeout, MaxResponseContentBufferSize = 1 << 20 }) { RequireHttps = false }) =>
        RefreshInterval = TimeSpan.FromSeconds(5);

    public override async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        try
        {
            return await base.GetConfigurationAsync(cancel);
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            throw new IssuerUnavailableException(exception);
        }
    }
}

/// <summary>The issuer's keys could not be fetched, so no token can be judged: neither valid nor invalid.</summary>
internal sealed class IssuerUnavailableException(Exception cause) : Exception("The issuer's keys could not be fetched", cause);
