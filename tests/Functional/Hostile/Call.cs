using System.Text;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>One request, of which any part may be replaced.</summary>
internal sealed record Call
{
    public required Operation Operation { get; init; }

    /// <summary>Whose token it carries; null for nobody's.</summary>
    public string? Unit { get; init; }

    public string? Method { get; init; }

    /// <summary>Values of the path's parameters, escaped.</summary>
    public IReadOnlyDictionary<string, string> Path { get; init; } = new Dictionary<string, string>();

    /// <summary>With values escaped, without the question mark.</summary>
    public string Query { get; init; } = "";

    public byte[]? Body { get; init; }

    public string? MediaType { get; init; }

    public (string Name, string Value)? Header { get; init; }

    public string Address => Path.Aggregate(Operation.Path, (path, value) => path.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal)) + (Query.Length > 0 ? "?" + Query : "");

    public HttpRequestMessage ToRequest(Uri service)
    {
        // As it stands: nothing is made tidy on the way, so that the service sees what was meant for it.
        var request = new HttpRequestMessage(new HttpMethod(Method ?? Operation.Method.Method),
            new Uri(service.GetLeftPart(UriPartial.Authority) + Address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            if (MediaType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", MediaType);
        }
        if (Header is { } header && !request.Headers.TryAddWithoutValidation(header.Name, header.Value)) request.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return request;
    }

    /// <summary>To repeat it by: what was called, and how the body begins.</summary>
    public override string ToString() =>
        $"{Method ?? Operation.Method.Method} {Short(Address, 300)} as {Unit ?? "nobody"}{(MediaType is null ? "" : $" {Short(MediaType, 60)}")}"
        + $"{(Header is { } header ? $" {header.Name}: {Short(header.Value, 60)}" : "")}{(Body is null ? "" : $" {Short(Encoding.UTF8.GetString(Body), 500)}")}";

    private static string Short(string text, int most) => text.Length <= most ? text : $"{text[..most]}… ({text.Length})";
}

/// <summary>A call with one value that does not belong there.</summary>
/// <param name="Place">What was replaced: <c>query at</c>, <c>body readings[0].time</c>, <c>header If-Match</c> …</param>
/// <param name="Call">The call.</param>
internal sealed record HostileCall(string Place, Call Call);
