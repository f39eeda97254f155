using Bishui.Gateway;
using Bishui.Gateway.Identity;
using Bishui.Gateway.OpenApi;
using Bishui.Gateway.Proxy;

var builder = WebApplication.CreateBuilder(args);
var identity = IdentityOptions.From(builder.Configuration);

builder.AddGatewayDefaults(identity);
builder.Services.AddPlatformDescription(identity);
builder.Services.AddRateLimits().AddRequestTimeouts();
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
if (identity.IssuesTokens)
{
    var keys = await SigningKeys.OpenAsync(identity.KeysFolder!);
    builder.Services.AddTokenServer(identity, keys).VerifyOwnTokens(keys);
}

var app = builder.Build();

app.UseGatewayDefaults();
app.MapPlatformDescription();
app.MapOwnPaths(identity);
app.MapReverseProxy();
app.Run();
