using Bishui.Contracts.Plans;
using Bishui.Features.Findings;
using Bishui.Features.Indicators;
using Bishui.Features.Registers;
using Bishui.Features.Sites;
using Bishui.Features.Tasks;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Bishui.Features;

/// <summary>One category service: what it is called, the data it brings, and the slices no other service has.</summary>
public interface ICategory
{
    /// <summary>The service's name as in routes, queues, database and manifests, for example <c>water-saving</c>.</summary>
    static abstract string Name { get; }

    /// <summary>What pages and documents call it, for example 节水.</summary>
    static abstract string NameZh { get; }

    /// <summary>What it knows how to do; a plan says which of its tasks carry which topic.</summary>
    static abstract IReadOnlyList<Topic> Topics { get; }

    /// <summary>The monitored sites that a plan brings with it; none by default. Called at each adoption: the same plan gives the same sites.</summary>
    static virtual IReadOnlyList<Site> SitesOf(PlanAdopted plan) => [];

    /// <summary>The registers of the category; none by default.</summary>
    static virtual IReadOnlyList<Register> Registers => [];

    /// <summary>The indicators of the category's topics; none by default.</summary>
    static virtual IReadOnlyList<Indicator> Indicators => [];

    /// <summary>What the category looks for in its registers and readings; nothing by default.</summary>
    static virtual IReadOnlyList<FindingRule> Findings => [];

    /// <summary>Registers the services of the category's own slices; none by default.</summary>
    static virtual void Add(WebApplicationBuilder builder) { }

    /// <summary>Registers the consumers of the category's own slices; none by default.</summary>
    static virtual void AddConsumers(IBusRegistrationConfigurator bus) { }

    /// <summary>Maps the routes of the category's own slices, within <c>/api/{name}</c>; none by default.</summary>
    static virtual void Map(RouteGroupBuilder group) { }

    /// <summary>Maps routes outside <c>/api/{name}</c>, such as public ones; none by default.</summary>
    static virtual void MapPublic(IEndpointRouteBuilder routes) { }
}

/// <summary>What a service declares: shared code gets each part as a catalogue of its own.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Topics">What it knows how to do.</param>
public sealed record ServiceDeclaration(string Name, IReadOnlyList<Topic> Topics)
{
    /// <summary>The monitored sites that a plan brings with it.</summary>
    public Func<PlanAdopted, IReadOnlyList<Site>> SitesOf { get; init; } = _ => [];

    /// <summary>Its registers.</summary>
    public IReadOnlyList<Register> Registers { get; init; } = [];

    /// <summary>The indicators of its topics.</summary>
    public IReadOnlyList<Indicator> Indicators { get; init; } = [];

    /// <summary>What it looks for.</summary>
    public IReadOnlyList<FindingRule> Findings { get; init; } = [];
}
