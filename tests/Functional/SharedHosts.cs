using Bishui.Features;
using Bishui.Tests.Functional.Ecological;
using Bishui.Tests.Functional.Readings;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional;

/// <summary>One service for all tests of a class: for those that leave nothing behind, or only what no other of the class looks at.</summary>
public abstract class SharedHost(Func<Task<TestService>> start) : IAsyncLifetime
{
    private int _minutes;

    public TestService Service { get; private set; } = null!;

    /// <summary>A moment of its own for each who asks, a minute after the last.</summary>
    public string NextTime() => $"{new DateTimeOffset(2021, 4, 6, 4, 0, 0, TimeSpan.FromHours(8)).AddMinutes(Interlocked.Increment(ref _minutes)):yyyy-MM-dd'T'HH:mm:sszzz}";

    public async Task InitializeAsync() => Service = await start();

    public Task DisposeAsync() => Service.DisposeAsync().AsTask();
}

/// <summary>The ecological service with the test plan.</summary>
public sealed class SharedEcological() : SharedHost(() => EcologicalService.StartAsync());

/// <summary>A category's service with the test plan.</summary>
public sealed class SharedCategory<T>() : SharedHost(StartAsync) where T : ICategory
{
    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync(CategoryService.Build<T>);
        await service.TellAsync(TestPlans.For(T.Name));
        await Eventually.HoldsAsync(async () => (await service.As(TestPlans.Lead).ReadAsync($"/api/{T.Name}/tasks/29")).Status == 200);
        return service;
    }
}

/// <summary>The ecological service with the sites of <see cref="IntakeService"/>.</summary>
public sealed class SharedIntake : IAsyncLifetime
{
    public IntakeService Intake { get; private set; } = null!;

    public async Task InitializeAsync() => Intake = await IntakeService.StartAsync();

    public Task DisposeAsync() => Intake.DisposeAsync().AsTask();
}
