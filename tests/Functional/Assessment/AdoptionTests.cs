using System.Text.Json;
using Bishui.Assessment.Plan;
using Bishui.Contracts.Plans;
using Bishui.Storage.Messages;
using Bishui.Storage.Sqlite;
using Bishui.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

public sealed class AdoptionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bishui-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_plan_is_adopted_once_however_often_the_service_starts()
    {
        for (var start = 1; start <= 2; start++)
        {
            await using var app = await AssessmentApp.StartAsync(_folder.FullName, KeepOutbox);
            var pending = await app.Service.Services.GetRequiredService<IOutbox>().PendingAsync(10);
            var told = Assert.Single(pending);
            Assert.Equal(typeof(PlanAdopted).FullName, told.Type);
            using var plan = JsonDocument.Parse(told.Body);
            Assert.Equal(45, plan.RootElement.GetProperty("tasks").GetArrayLength());
        }
    }

    [Fact]
    public async Task Replicas_that_start_at_once_adopt_once()
    {
        await using var database = await SqliteDatabase.OpenAsync(_folder.FullName, [PlanStore.Plans], TimeProvider.System);
        var plan = PlanFiles.Load(PlanFiles.Shipped, TestService.Start);
        var adopted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new PlanStore(database).AdoptFirstAsync(plan, default))));
        Assert.Equal(1, adopted.Count(won => won));
        Assert.Single((await database.ListAsync(PlanStore.Plans, new())).Items);
        Assert.Single(await database.PendingAsync(10));
    }

    [Fact]
    public async Task The_plan_is_announced_until_every_service_that_owns_a_task_has_answered()
    {
        string[] services = ["industrial", "domestic", "agricultural", "shipping", "risk", "water-saving", "ecological"];
        await using var app = await AssessmentApp.StartAsync();
        await app.FactsAsync("plan-adopted", 1);

        foreach (var service in services.SkipLast(1)) await app.TellAsync(AssessmentApp.Opened(service));
        await app.FactsAsync("ledgers-opened", 6);
        var before = app.Announcements;
        await LaterAsync(app, () => app.Announcements > before);

        await app.TellAsync(AssessmentApp.Opened("ecological"));
        await app.FactsAsync("ledgers-opened", 7);
        // What was under way may still be told once; then there is silence.
        app.Service.Clock.Advance(TimeSpan.FromMinutes(2));
        await Task.Delay(500);
        before = app.Announcements;
        for (var minute = 0; minute < 10; minute++)
        {
            app.Service.Clock.Advance(TimeSpan.FromMinutes(2));
            await Task.Delay(50);
        }
        Assert.Equal(before, app.Announcements);
        await app.FactsAsync("plan-adopted", 1);
    }

    private static Task LaterAsync(AssessmentApp app, Func<bool> holds) => Eventually.HoldsAsync(() =>
    {
        app.Service.Clock.Advance(TimeSpan.FromSeconds(10));
        return Task.FromResult(holds());
    });

    private static void KeepOutbox(WebApplicationBuilder builder) =>
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType?.Name == "OutboxRelay"));
}
