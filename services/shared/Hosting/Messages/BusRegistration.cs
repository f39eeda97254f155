using System.Text.Json.Serialization;
using Bishui.Hosting.Health;
using Bishui.Hosting.Messages;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bishui.Hosting;

/// <summary>The service's part in the messages between services.</summary>
public static class BusRegistration
{
    /// <summary>
    /// Connects the service to the broker that BISHUI_RABBITMQ names and relays its outbox. Queues are durable quorum queues named
    /// <c>&lt;service&gt;-&lt;consumer&gt;</c>; without the service's name two services with the same consumer class would share one queue and each get half.
    /// Exchanges keep MassTransit's names, the contract's namespace and name: they are part of a message's identity.
    /// A message that keeps failing is retried and then parked in <c>&lt;queue&gt;_error</c>. The broker need not be there at the start.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Its name.</param>
    /// <param name="consumers">Adds the consumers; null for a service that only tells.</param>
    public static WebApplicationBuilder AddBus(
        this WebApplicationBuilder builder, string service, Action<IBusRegistrationConfigurator>? consumers = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = new BusSettings();
        builder.Configuration.GetSection("Bus").Bind(settings);
        var broker = BrokerAddress.Parse(builder.Configuration["BISHUI_RABBITMQ"]);

        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, false));
            bus.AddConfigureEndpointsCallback((_, _, endpoint) =>
            {
                if (endpoint is IRabbitMqReceiveEndpointConfigurator queue) queue.SetQuorumQueue();
            });
            consumers?.Invoke(bus);
            if (broker.InMemory) bus.UsingInMemory((context, transport) => Configure(context, transport, settings));
            else bus.UsingRabbitMq((context, transport) =>
            {
                var stopping = context.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
                transport.Host(broker.Host, broker.Port, broker.VirtualHost, service, host =>
                {
                    host.Username(broker.User);
                    host.Password(broker.Password);
                    host.PublisherConfirmation = true;
                    host.OnRefreshConnectionFactory = _ => broker.ReachableAsync(stopping);
                    host.Heartbeat(TimeSpan.FromSeconds(10));
                    host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
                    if (broker.Tls) host.UseSsl(tls => tls.ServerName = broker.Host);
                });
                Configure(context, transport, settings);
            });
        });
        builder.Services.Configure<MassTransitHostOptions>(options =>
        {
            options.WaitUntilStarted = broker.InMemory;     // a service must start, and take work, while the broker is away
            options.StopTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddHealthChecks().AddCheck<BrokerCheck>("broker").AddCheck<OutboxState>("outbox");
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(provider => new ErrorQueues(broker, provider.GetRequiredService<IBusControl>()));
        builder.Services.AddSingleton(new BusName(service));
        builder.Services.AddSingleton<OutboxState>();
        builder.Services.AddSingleton<IEventPublisher>(provider => broker.InMemory
            ? new LoopbackPublisher(broker.Host, provider.GetRequiredService<IBus>())
            : new BrokerPublisher(provider.GetRequiredService<IBusControl>()));
        builder.Services.AddHostedService<OutboxRelay>();
        return builder;
    }

    private static void Configure<T>(IBusRegistrationContext context, IBusFactoryConfigurator<T> transport, BusSettings settings)
        where T : IReceiveEndpointConfigurator
    {
        transport.PrefetchCount = settings.Prefetch;
        transport.UseMessageRetry(retry => retry.Intervals(settings.JitteredRetries()));
        transport.ConfigureJsonSerializerOptions(options =>
        {
            options.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.KebabCaseLower));
            return options;
        });
        transport.ConfigureEndpoints(context);
    }
}
