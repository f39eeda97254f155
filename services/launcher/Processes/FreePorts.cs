using System.Net;
using System.Net.Sockets;

namespace Bishui.Launcher.Processes;

/// <summary>
/// Loopback ports for processes that are started later, or again. They lie below the range the kernel hands out by itself,
/// so no outgoing connection can take one between its choice and its use.
/// </summary>
public static class FreePorts
{
    private const int First = 20000;
    private const int Last = 29999;
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that nobody listens on and that this process has not been given before.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = Random.Shared.Next(First, Last + 1);
            lock (Given)
            {
                if (IsFree(port) && Given.Add(port))
                    return port;
            }
        }

        throw new InvalidOperationException($"No free port between {First} and {Last}.");
    }

    /// <summary>Whether a listener could be opened on this loopback port now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
