using System.Text.Encodings.Web;
using System.Text.Unicode;
using Bishui.Hosting;
using Bishui.Hosting.PublicAnswers;
using Bishui.Web;
using Bishui.Web.Api;
using Bishui.Web.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

var builder = WebApplication.CreateBuilder(args);

builder.AddHostDefaults("web");
builder.Services.AddPublicApi(builder.Configuration);
builder.Services.AddRazorComponents();
// Drawing a page is waiting for figures, mostly: more of them than cores may be under way.
builder.Services.AddPublicAnswers(pages => (pages.AtOnce, pages.Queue) = (4, 128)).AddSingleton<IAnswerVersion, PageVersion>();
builder.Services.AddOptions<PageOptions>().BindConfiguration("Pages").ValidateDataAnnotations().ValidateOnStart();
// Chinese goes to the browser as it is, not as numbers.
builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
// A visitor is shown a page when something breaks, not problem details.
builder.Services.RemoveAll<IExceptionHandler>();
builder.WebHost.UseStaticWebAssets();

var app = builder.Build();

app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UsePageHeaders();
app.UseAntiforgery();
app.UsePublicAnswers();
app.MapHostDefaults();
app.MapStaticAssets();
app.MapRazorComponents<App>().IsPublicAnswer();
app.Run();
