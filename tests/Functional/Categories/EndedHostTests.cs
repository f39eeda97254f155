using System.Runtime.CompilerServices;
using Bishui.Assessment;
using Bishui.Features;
using Bishui.Industrial;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Categories;

/// <summary>A host that has ended leaves nothing behind in the process.</summary>
public sealed class EndedHostTests
{
    public static TheoryData<string, BuildService> Hosts => new() { { "industrial", CategoryService.Build<IndustrialCategory> }, { "assessment", AssessmentService.Build } };

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task What_a_host_held_is_let_go_of_when_it_has_ended(string name, BuildService build)
    {
        var ended = new List<WeakReference>();
        for (var i = 0; i < 4; i++) ended.Add(await RunAsync(name, build));

        await Eventually.HoldsAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            // The last may still stand on a thread's stack.
            return Task.FromResult(ended.Count(each => each.IsAlive) <= 1);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunAsync(string name, BuildService build)
    {
        await using var service = await TestService.StartAsync(build);
        using var client = service.As(TestPlans.Lead);
        Assert.Equal(200, (await client.ReadAsync($"/api/{name}/tasks")).Status);
        Assert.Equal(401, (await service.Anonymous().ReadAsync($"/api/{name}/tasks")).Status);
        return new(service.Services);
    }
}
