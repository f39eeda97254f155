using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bishui.Tests.Browser;

/// <summary>Stands for the gateway and what is behind it: answers the public questions from the files in Data.</summary>
internal sealed class FakePlatform : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakePlatform(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public JsonObject Overview { get; } = Read("overview.json");

    public JsonObject Sections { get; } = Read("sections.json");

    public JsonObject Class { get; } = Read("class.json");

    public JsonObject Series { get; } = Read("series.json")["series"]!.AsObject();

    public bool AssessmentIsDown { get; set; }

    public bool EcologicalIsDown { get; set; }

    /// <summary>No plan adopted, no section, no reading yet.</summary>
    public bool IsEmpty { get; set; }

    public static async Task<FakePlatform> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var platform = new FakePlatform(builder.Build());
        platform._app.Run(platform.AnswerAsync);
        await platform._app.StartAsync();
        return platform;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static JsonObject Read(string name)
    {
        using var file = typeof(FakePlatform).Assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(file)!.AsObject();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var down = path.StartsWith("/api/public/sections", StringComparison.Ordinal) ? EcologicalIsDown : AssessmentIsDown;
        var answer = down ? null : path switch
        {
            "/api/public/overview" when !IsEmpty => Overview,
            "/api/public/sections" => IsEmpty ? new JsonObject { ["items"] = new JsonArray() } : Sections,
            "/api/public/sections/lutang/class" => ClassOf(context.Request.Query),
            "/api/public/sections/lutang/readings" => SeriesOf(context.Request.Query),
            _ => null,
        };
        context.Response.StatusCode = answer is not null ? 200 : down ? 502 : 404;
        return answer is null ? Task.CompletedTask : context.Response.WriteAsync(answer.ToJsonString());
    }

    private JsonObject? ClassOf(IQueryCollection query)
    {
        var found = (JsonObject)Class.DeepClone();
        if (!query.ContainsKey("from"))
            (found["sampledAt"], found["class"]) = ("2021-04-05T16:00:00+08:00", "Ⅰ");
        else if (query["from"] != "2021-04-01")
            (found["class"], found["complies"], found["items"], found["deciding"]) = (null, null, new JsonArray(), new JsonArray());
        return found;
    }

    private JsonObject? SeriesOf(IQueryCollection query)
    {
        if (Series[query["parameter"].ToString()]?.DeepClone() is not JsonObject series)
            return null;
        if (query["from"] != "2021-04-01")
            series["items"] = new JsonArray();
        return series;
    }
}
