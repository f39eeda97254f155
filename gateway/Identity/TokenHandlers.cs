using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Bishui.Gateway.Identity;

/// <summary>Decides whether a request for a token is honoured. Says in the log who was refused, never with what.</summary>
internal sealed class TokenRequestCheck(
    Credentials credentials, SignInLimits limits, IHttpContextAccessor http, ILogger<TokenRequestCheck> logger)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public const string Holder = "bishui:holder";
    public const string RetryAfter = "bishui:retry-after";

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var request = context.Request;
        var (kind, id, secret) = request.IsPasswordGrantType()
            ? (CredentialKind.Person, request.Username!, request.Password!)
            : (CredentialKind.Client, request.ClientId!, request.ClientSecret!);

        if (kind is CredentialKind.Person && (request.ClientId is not null || request.ClientSecret is not null))
        {
            context.Reject(Errors.InvalidRequest, "The password grant is for a person alone: leave client_id and client_secret out.");
            return default;
        }

        var answer = limits.Try(kind, id, http.HttpContext?.Connection.RemoteIpAddress, () => credentials.Verify(kind, id, secret));
        if (answer.Holder is null)
        {
            Refuse(context, kind, id, answer.Wait);
            return default;
        }

        context.Transaction.SetProperty(Holder, answer.Holder);
        return default;
    }

    private void Refuse(ValidateTokenRequestContext context, CredentialKind kind, string id, TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            context.Transaction.SetProperty(RetryAfter, seconds.ToString(CultureInfo.InvariantCulture));
            context.Reject(Errors.TemporarilyUnavailable, $"Too many failed attempts: try again in {seconds} s.");
            return;
        }

        // A name that nobody has is left out: it may be a secret in the wrong field.
        logger.LogWarning("A token was refused to {Name}: wrong name or secret", credentials.Knows(kind, id) ? $"{kind}:{id}" : "?");
        if (kind is CredentialKind.Client)
            context.Reject(Errors.InvalidClient, "The client is unknown or its secret is wrong.");
        else
            context.Reject(Errors.InvalidGrant, "The user is unknown or the password is wrong.");
    }
}

/// <summary>Writes the token's claims.</summary>
internal sealed class TokenIssue : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var holder = context.Transaction.GetProperty<Credential>(TokenRequestCheck.Holder)
            ?? throw new InvalidOperationException("A token was about to be issued without a check.");

        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Subject, Claims.Role);
        identity.SetClaim(Claims.Subject, holder.Id)
            .SetClaim(Claims.ClientId, holder.Id)
            .SetClaim("unit", holder.Unit)
            .SetClaims(Claims.Role, [.. holder.Roles])
            .SetResources(IdentityOptions.Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);

        context.SignIn(new ClaimsPrincipal(identity));
        return default;
    }
}

/// <summary>Gives a caller that has to wait the status and header that say so, and drops the library's link to its own pages.</summary>
internal sealed class TokenRefusal : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        context.Response.ErrorUri = null;
        if (context.Transaction.GetProperty<string>(TokenRequestCheck.RetryAfter) is { } seconds
            && context.Transaction.GetHttpRequest() is { } request)
        {
            request.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            request.HttpContext.Response.Headers.RetryAfter = seconds;
        }

        return default;
    }
}
