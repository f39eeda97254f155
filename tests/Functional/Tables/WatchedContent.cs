using System.Net;
using System.Net.Http.Headers;

namespace Bishui.Tests.Functional.Tables;

/// <summary>A body that is sent only when the service asks for it, and tells whether it did.</summary>
internal sealed class WatchedContent : ByteArrayContent
{
    public WatchedContent(byte[] content, string type) : base(content) => Headers.ContentType = new MediaTypeHeaderValue(type);

    /// <summary>Whether the service began to read it.</summary>
    public bool IsSent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsSent = true;
        return base.SerializeToStreamAsync(stream, context, cancellationToken);
    }
}
