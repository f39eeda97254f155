using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Bishui.Gateway.Identity;

/// <summary>The OAuth 2 token endpoint, its discovery document and its keys.</summary>
internal static class TokenServer
{
    /// <summary>
    /// Where identity's own clock is registered. Tokens and lockouts run on real time: the platform clock may stand years
    /// back, and a token must not be expired, or valid for ever, because of it.
    /// </summary>
    public const string Clock = "identity";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static IServiceCollection AddTokenServer(
        this IServiceCollection services, IdentityOptions identity, IReadOnlyList<RsaSecurityKey> keys)
    {
        // A gateway without usable credentials must not start, rather than refuse everybody later.
        var read = CredentialsFile.Read(identity.CredentialsPath!);

        services.AddKeyedSingleton(Clock, TimeProvider.System);
        services.AddSingleton(provider => new SignInLimits(provider.GetRequiredKeyedService<TimeProvider>(Clock)));
        services.AddSingleton(provider => new Credentials(identity.CredentialsPath!, read, provider.GetRequiredService<ILogger<Credentials>>()));
        services.AddHttpContextAccessor();

        services.AddOpenIddict().AddServer(server =>
        {
            server.SetTokenEndpointUris(Addresses(identity.Issuer!, "connect/token"))
                .SetConfigurationEndpointUris(Addresses(identity.Issuer!, ".well-known/openid-configuration"))
                .SetJsonWebKeySetEndpointUris(Addresses(identity.Issuer!, ".well-known/jwks"))
                .AllowClientCredentialsFlow()
                // For the administrator, and only until people sign in on a page.
                .AllowPasswordFlow()
                .AcceptAnonymousClients()
                .SetAccessTokenLifetime(Lifetime)
                .DisableAccessTokenEncryption()
                // Nothing is ever encrypted, yet the library asks for a key to do it with.
                .AddEncryptionKey(new SymmetricSecurityKey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)))
                // Who may have a token is decided by the handlers below from the credentials file: there is no database of clients.
                .EnableDegradedMode();

            server.SetIssuer(identity.Issuer!);
            foreach (var key in keys)
                server.AddSigningKey(key);

            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<TokenRequestCheck>());
            server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseSingletonHandler<TokenIssue>());
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler
                .UseSingletonHandler<TokenRefusal>()
                .SetOrder(OpenIddictServerAspNetCoreHandlers.AttachHttpResponseCode<ApplyTokenResponseContext>.Descriptor.Order + 500));

            // TLS ends in front of the gateway, or there is none on one's own machine.
            server.UseAspNetCore().DisableTransportSecurityRequirement();
        });
        services.AddOptions<OpenIddictServerOptions>()
            .Configure<IServiceProvider>((options, provider) => options.TimeProvider = provider.GetRequiredKeyedService<TimeProvider>(Clock));
        return services;
    }

    /// <summary>
    /// The address that the discovery document gives, and the path by which the endpoint is found whatever host it is asked at. With the path alone the
    /// document would give everybody the host that they wrote in <c>Host</c>.
    /// </summary>
    private static Uri[] Addresses(Uri issuer, string path) =>
        [new($"{issuer.AbsoluteUri.TrimEnd('/')}/{path}"), new(path, UriKind.Relative)];
}
