using Bishui.Contracts.Plans;

namespace Bishui.Features.Sites;

/// <summary>The monitored sites that a plan brings to the service.</summary>
/// <param name="Of">Called at each adoption: the same plan gives the same sites.</param>
public sealed record SiteCatalogue(Func<PlanAdopted, IReadOnlyList<Site>> Of);
