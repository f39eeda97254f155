using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bishui.Hosting.Errors;
using Bishui.Storage.Documents;
using Bishui.Tests.Support.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bishui.Tests.Broker.Hosting;

public sealed class Refusals : IAsyncLifetime
{
    private TokenIssuer _issuer = null!;
    private SmallService _service = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _service = await SmallService.StartAsync("industrial", _issuer.Address, map: app =>
        {
            app.MapPost("/sites", (Site site) => site);
            app.MapGet("/days", (DateOnly from) => from);
            app.MapGet("/bug", string () => throw new InvalidOperationException("secret of the inside"));
            app.MapGet("/conflict/{kind}", string (ConflictKind kind) => throw new DocumentConflictException(kind, "sites", "lutang", kind == ConflictKind.UniqueValue ? "name" : null));
            app.MapGet("/refused", () => Problems.Of(422, "no-limit-in-force", "没有生效的限值", "No limit is in force", [new(3, "parameter", "unknown", "未知参数")]));
            app.MapPut("/documents", (HttpRequest request, HttpResponse response) =>
            {
                response.SetETag(7);
                return (IResult?)request.Refusal(7) ?? TypedResults.Ok();
            });
            app.MapPost("/once", (HttpRequest request) => request.TryIdempotencyKey(out var key, out var refusal) ? TypedResults.Ok(key ?? "none") : (IResult)refusal!);
        });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/nothing", 404, "not-found")]
    [InlineData("DELETE", "/sites", 405, "method-not-allowed")]
    [InlineData("GET", "/days?from=yesterday", 400, "bad-request")]
    [InlineData("GET", "/days", 400, "bad-request")]
    [InlineData("GET", "/bug", 500, "internal-error")]
    [InlineData("GET", "/conflict/Version", 409, "changed-meanwhile")]
    [InlineData("GET", "/conflict/Id", 409, "already-exists")]
    [InlineData("GET", "/conflict/UniqueValue", 409, "value-taken")]
    [InlineData("GET", "/refused", 422, "no-limit-in-force")]
    public async Task Whatever_goes_wrong_is_a_problem(string method, string path, int status, string code)
    {
        using var answer = await _service.SendAsync(new(method), path, _issuer.Token());

        Assert.Equal(status, (int)answer.StatusCode);
        var problem = await answer.IsProblemAsync(code);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
        if (status == 405) Assert.Contains("POST", answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_refusal_lists_rows_and_fields()
    {
        using var answer = await _service.SendAsync(HttpMethod.Get, "/refused", _issuer.Token());
        var error = (await answer.IsProblemAsync("no-limit-in-force")).GetProperty("errors")[0];

        Assert.Equal("""{"index":3,"field":"parameter","code":"unknown","detail":"未知参数"}""", error.GetRawText());
    }

    [Theory]
    [InlineData("""{"name":"露塘","grade":"iii","value":"7"}""", "value", "wrong-type")]        // text is no number
    [InlineData("""{"name":null,"grade":"iii","value":7}""", "name", "null-not-allowed")]
    [InlineData("""{"name":"露塘","grade":2,"value":7}""", "grade", "wrong-type")]
    [InlineData("""{"name":"露塘","grade":"iii","value":7,"value":8}""", "value", "duplicate-member")]
    [InlineData("""{"name":"露塘","grade":"iii"}""", "value", "missing")]
    public async Task Content_that_does_not_fit_is_refused_with_its_member(string json, string path, string code)
    {
        using var answer = await _service.SendAsync(HttpMethod.Post, "/sites", _issuer.Token(), new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var error = Assert.Single((await answer.IsProblemAsync("invalid-request")).GetProperty("errors").EnumerateArray());
        Assert.Equal((path, code), (error.GetProperty("field").GetString(), error.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("""{"name":"露塘","grade":"iii","value":NaN}""", "line 1, character 36")]
    [InlineData("""{"name":"露塘",""", "line 1, character 14")]
    public async Task Content_that_is_no_JSON_is_refused_with_its_place(string json, string place)
    {
        using var answer = await _service.SendAsync(HttpMethod.Post, "/sites", _issuer.Token(), new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.IsProblemAsync("invalid-json");
        Assert.Contains(place, problem.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_of_another_type_or_size_is_refused()
    {
        using var type = await _service.SendAsync(HttpMethod.Post, "/sites", _issuer.Token(), new StringContent("<a/>", Encoding.UTF8, "application/xml"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, type.StatusCode);
        await type.IsProblemAsync("unsupported-media-type");

        var large = new ByteArrayContent(new byte[(32 << 20) + 1]) { Headers = { ContentType = new("application/json") } };
        // The service refuses by the announced length; a client that sends at once may find the connection closed instead.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = _service.Http.BaseAddress };
        var request = new HttpRequestMessage(HttpMethod.Post, "/sites") { Content = large, Headers = { ExpectContinue = true, Authorization = new("Bearer", _issuer.Token()) } };
        using var size = await patient.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, size.StatusCode);
        await size.IsProblemAsync("too-large");
    }

    [Fact]
    public async Task Json_is_exact_and_readable()
    {
        using var answer = await _service.SendAsync(HttpMethod.Post, "/sites", _issuer.Token(),
            new StringContent("""{"name":"露塘 <5","grade":"inferior-v","value":0.12345678901234567890123456}""", Encoding.UTF8, "application/json"));

        Assert.Equal("""{"name":"露塘 <5","grade":"inferior-v","value":0.12345678901234567890123456}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null, null, 200)]
    [InlineData("\"7\"", null, 200)]
    [InlineData("\"6\", \"7\"", null, 200)]
    [InlineData("*", null, 200)]
    [InlineData("\"6\"", null, 412)]
    [InlineData("W/\"7\"", null, 412)]
    [InlineData("7", null, 400)]
    [InlineData(null, "*", 412)]
    [InlineData(null, "\"6\"", 200)]
    public async Task A_conditional_write_goes_on_only_at_its_version(string? match, string? noneMatch, int status)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/documents");
        request.Headers.Authorization = new("Bearer", _issuer.Token());
        if (match is not null) request.Headers.TryAddWithoutValidation("If-Match", match);
        if (noneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);

        using var answer = await _service.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(new EntityTagHeaderValue("\"7\""), answer.Headers.ETag);
        if (status != 200) await answer.IsProblemAsync(status == 412 ? "precondition-failed" : "invalid-header");
    }

    [Fact]
    public async Task A_conflict_under_If_Match_is_a_failed_precondition()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/conflict/Version") { Headers = { { "If-Match", "\"1\"" } } };
        request.Headers.Authorization = new("Bearer", _issuer.Token());

        using var answer = await _service.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        await answer.IsProblemAsync("precondition-failed");
    }

    [Theory]
    [InlineData(null, "\"none\"")]
    [InlineData("8e03978e", "\"8e03978e\"")]
    [InlineData("", null)]
    public async Task An_idempotency_key_is_read_or_refused(string? key, string? read)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/once");
        request.Headers.Authorization = new("Bearer", _issuer.Token());
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);

        using var answer = await _service.Http.SendAsync(request);

        if (read is not null) Assert.Equal(read, await answer.Content.ReadAsStringAsync());
        else await answer.IsProblemAsync("invalid-idempotency-key");
    }

    private enum Grade
    {
        III,
        InferiorV,
    }

    private sealed record Site
    {
        public required string Name { get; init; }

        public required Grade Grade { get; init; }

        public required decimal Value { get; init; }
    }
}
