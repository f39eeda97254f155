using System.Net.Sockets;
using RabbitMQ.Client;

namespace Bishui.Hosting.Messages;

/// <summary>Where the broker is, read from <c>amqp://user:password@host:port/vhost</c>, <c>amqps://...</c> or <c>loopback://name</c>.</summary>
internal sealed record BrokerAddress(string Host, ushort Port, string VirtualHost, string User, string Password, bool Tls, bool InMemory)
{
    // The messages never repeat the address: it holds a password.
    public static BrokerAddress Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidOperationException("BISHUI_RABBITMQ is not set: amqp://user:password@host:port/vhost");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps" or "loopback"))
            throw new InvalidOperationException("BISHUI_RABBITMQ is no amqp:// or amqps:// URL");
        if (uri.Scheme == "loopback") return new(uri.Host, 0, "/", "", "", false, true);

        var tls = uri.Scheme == "amqps";
        var user = uri.UserInfo.Split(':', 2);
        if (user is not [{ Length: > 0 }, { Length: > 0 }])
            throw new InvalidOperationException("BISHUI_RABBITMQ names no user and password");
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        return new(
            uri.Host, (ushort)(uri.Port > 0 ? uri.Port : tls ? 5671 : 5672), path.Length == 0 ? "/" : path,
            Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user[1]), tls, false);
    }

    /// <summary>
    /// Returns when something listens there. MassTransit waits half a minute between its attempts once a broker has been away for a while; waiting
    /// here before each attempt, a service hears again within the second.
    /// </summary>
    public async Task ReachableAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(Host, Port, patience.Token);
                return;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A connection of its own, beside MassTransit's.</summary>
    public Task<IConnection> ConnectAsync(string name, CancellationToken cancel) => new ConnectionFactory
    {
        HostName = Host,
        Port = Port,
        VirtualHost = VirtualHost,
        UserName = User,
        Password = Password,
        Ssl = { Enabled = Tls, ServerName = Host },
    }.CreateConnectionAsync(name, cancel);
}
