using System.Net.Http.Headers;
using System.Text.Json;
using Bishui.Features;
using Bishui.Industrial;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Bishui.Tests.Functional.Attachments;

/// <summary>A service that takes attachments, and what a unit says to it.</summary>
internal static class AttachmentService
{
    public const string Path = "/api/industrial/attachments";

    public static async Task<TestService> StartAsync(string? folder = null, Action<WebApplicationBuilder>? configure = null)
    {
        var service = await TestService.StartAsync(CategoryService.Build<IndustrialCategory>, folder, configure: configure);
        await service.TellAsync(TestPlans.For("industrial"));
        await Eventually.HoldsAsync(async () => (await service.As(TestPlans.Lead).ReadAsync("/api/industrial/tasks/29")).Status == 200);
        return service;
    }

    public static Task<(int Status, JsonElement Body)> UploadAsync(this HttpClient client, string name, byte[] content, string? type = null, string subject = "task=29") =>
        client.UploadAsync(name, new ByteArrayContent(content), type, subject);

    public static Task<(int Status, JsonElement Body)> UploadAsync(this HttpClient client, string name, HttpContent content, string? type = null, string subject = "task=29")
    {
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return client.SendAsync(HttpMethod.Post, $"{Path}?name={Uri.EscapeDataString(name)}&{subject}", content);
    }

    /// <summary>Status and content, with what a test may ask for by headers.</summary>
    public static async Task<(HttpResponseMessage Answer, byte[] Content)> DownloadAsync(
        this HttpClient client, string sha256, Action<HttpRequestHeaders>? ask = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/{sha256}");
        ask?.Invoke(request.Headers);
        var answer = await client.SendAsync(request);
        return (answer, await answer.Content.ReadAsByteArrayAsync());
    }
}
