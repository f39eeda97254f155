using System.Runtime.InteropServices;
using Bishui.Launcher;

var stop = new TaskCompletionSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

await using var node = await RabbitMqNode.StartAsync(Path.Combine(args.Length == 1 ? args[0] : ".data", "rabbitmq"));
Console.WriteLine($"RabbitMQ: {node.Address}");
await stop.Task;
await node.StopAsync();

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.TrySetResult();
}
