using Bishui.Features;
using Bishui.Features.Obligations;
using Bishui.Industrial;
using Bishui.Storage;
using Bishui.Storage.Documents;
using Bishui.Tests.Functional.Tasks;
using Bishui.Tests.Support;
using Bishui.Tests.Support.Mongo;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Obligations;

/// <summary>
/// Two replicas of one service on one MongoDB. The database is the stand-in of its wire protocol, with the real driver and the real
/// transactions between; with a real server in <c>BISHUI_TEST_MONGO</c> the storage's own suite asks the same of the adapter.
/// </summary>
public sealed class TwoReplicaTests
{
    [Fact]
    public async Task Rounds_of_two_replicas_make_each_duty_and_each_reminder_once()
    {
        using var mongo = new StandInServer();
        await using var one = await StartAsync(mongo);
        await using var other = await StartAsync(mongo);
        await one.TellAsync(DutyPlans.For(TaskService.Name));
        await Eventually.HoldsAsync(async () => (await other.As(TestPlans.Lead).ReadAsync($"{TaskService.Base}/tasks/29")).Status == 200);

        await RoundsAsync(one, other);
        one.Clock.Advance(TimeSpan.FromDays(58));               // 30 December
        other.Clock.Advance(TimeSpan.FromDays(58));
        await RoundsAsync(one, other);

        var (_, listed) = await one.As(TestPlans.Lead).ReadAsync($"{TaskService.Base}/obligations?limit=1000");
        var ids = listed.GetProperty("items").EnumerateArray().Select(duty => duty.Text("id")).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.Equal(23, ids.Count);
        var database = one.Services.GetRequiredService<IDatabase>();
        await foreach (var held in database.StreamAsync(ObligationCollections.Obligations, new() { Limit = 1000 }))
        {
            Assert.Equal(held.Version, held.Body.Revision);     // every change was told, none twice
            Assert.Equal(held.Body.Reminders.Select(sent => (sent.Step, sent.Due)).Distinct().Count(), held.Body.Reminders.Count);
        }
        Assert.Equal(0, await Sweep(one).RunAsync(default));
        Assert.Equal(0, await Sweep(other).RunAsync(default));
    }

    private static async Task RoundsAsync(params TestService[] replicas)
    {
        await Task.WhenAll(replicas.SelectMany(replica => new[] { replica, replica }).Select(replica => Task.Run(() => Sweep(replica).RunAsync(default))));
        // What one round lost to another it leaves to the next.
        foreach (var replica in replicas) await Sweep(replica).RunAsync(default);
    }

    private static ObligationSweep Sweep(TestService service) => service.Services.GetRequiredService<ObligationSweep>();

    private static Task<TestService> StartAsync(StandInServer mongo) =>
        TestService.StartAsync(CategoryService.Build<IndustrialCategory>, configure: builder => builder.Configuration["BISHUI_MONGO"] = mongo.ConnectionString);
}
