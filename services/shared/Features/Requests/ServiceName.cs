namespace Bishui.Features.Requests;

/// <summary>What the running service is called.</summary>
/// <param name="Name">As in routes, queues, database and manifests, for example <c>water-saving</c>.</param>
public sealed record ServiceName(string Name);
