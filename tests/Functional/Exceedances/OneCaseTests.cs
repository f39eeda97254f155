using Bishui.Contracts.Exceedances;
using Bishui.Features.Exceedances;
using Bishui.Storage.Documents;
using Bishui.Tests.Support;
using Bishui.Tests.Support.Mongo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

public sealed class OneCaseTests
{
    private const int Writers = 64;

    [Fact]
    public async Task Sixty_four_writers_of_one_exceedance_open_one_case_that_is_told_once()
    {
        await using var cases = await CaseService.StartAsync();
        var exceeded = await cases.Service.ListenAsync<LimitsExceeded>();
        var told = await cases.Service.ListenAsync<CasesChanged>();

        var opened = await WriteAsync(cases);
        Assert.Equal(Writers, (await cases.CaseAsync(opened)).Count("readingCount"));
        await Eventually.HoldsAsync(() => Task.FromResult(!exceeded.IsEmpty && !told.IsEmpty));
        await Task.Delay(300);                                   // what is told twice would be told by now
        Assert.Equal(opened, Assert.Single(exceeded.SelectMany(each => each.Exceedances)).ExceedanceId);
        var revisions = told.SelectMany(each => each.Cases).Select(each => each.Revision).ToList();
        Assert.Equal(revisions.Distinct().Count(), revisions.Count);
    }

    [Fact]
    public async Task On_two_replicas_of_one_database_it_is_one_case_too()
    {
        using var mongo = new StandInServer();
        void Configure(WebApplicationBuilder builder) => builder.Configuration["BISHUI_MONGO"] = mongo.ConnectionString;
        await using var one = await CaseService.StartAsync(configure: Configure);
        await using var other = await CaseService.StartAsync(configure: Configure);

        var opened = await WriteAsync(one, other);
        Assert.Equal(opened, Assert.Single(await other.ListAsync()).Text("id"));
        Assert.Equal(Writers, (await other.CaseAsync(opened)).Count("readingCount"));

        // Both sweeps look at once; what one loses to the other it leaves.
        one.Service.Clock.Advance(TimeSpan.FromHours(25));
        other.Service.Clock.Advance(TimeSpan.FromHours(25));
        await Task.WhenAll(new[] { one, other, one, other }.Select(each => Task.Run(() => each.Sweep.RunAsync(default))));
        Assert.Equal(1, (await one.CaseAsync(opened)).Count("urgings"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_store_itself_refuses_a_second_open_case_whoever_writes_it(bool onMongo)
    {
        using var mongo = onMongo ? new StandInServer() : null;
        await using var cases = await CaseService.StartAsync(configure: builder => builder.Configuration["BISHUI_MONGO"] = mongo?.ConnectionString);
        var id = await cases.OpenAsync();
        var store = cases.Service.Services.GetRequiredService<IDocumentStore>();
        var held = (await store.FindAsync(ExceedanceCollections.Cases, id))!.Body;

        var refused = await Assert.ThrowsAsync<DocumentConflictException>(() =>
            store.CommitAsync(new Commit().Insert(ExceedanceCollections.Cases, "second", held with { Id = "second" })));
        Assert.Equal((ConflictKind.UniqueValue, ExceedanceCollections.Open), (refused.Kind, refused.Index));
        await store.CommitAsync(new Commit().Insert(ExceedanceCollections.Cases, "closed", held with { Id = "closed", State = ExceedanceCollections.Archived }));
    }

    /// <summary>Each writer sends a reading of its own minute, all at once, over the replicas in turn; the one case they opened.</summary>
    private static async Task<string> WriteAsync(params CaseService[] replicas)
    {
        var start = replicas[0].Now.AddHours(-3);
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => replicas[i % replicas.Length].ReadAsync(1.6m, start.AddMinutes(i), "realtime")));
        Assert.All(answers, answer => Assert.Equal((1, 1), (answer.Count("accepted"), answer.Count("cases"))));
        var opened = answers.Select(answer => answer.GetProperty("cases")[0].GetString()).Distinct().ToList();
        return Assert.Single(opened)!;
    }
}
