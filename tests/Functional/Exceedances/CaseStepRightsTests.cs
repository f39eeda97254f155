using System.Text.Json;
using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

/// <summary>One service for all steps; each case has a site of its own.</summary>
public sealed class SharedCases : IAsyncLifetime
{
    internal CaseService Cases { get; private set; } = null!;

    public async Task InitializeAsync() => Cases = await CaseService.StartAsync();

    public Task DisposeAsync() => Cases.DisposeAsync().AsTask();
}

public sealed class CaseStepRightsTests(SharedCases fixture) : IClassFixture<SharedCases>
{
    /// <summary>
    /// Who may take each step where the state allows it, and what the first of them is answered: lead and committee review, the towns hold, the agriculture
    /// bureau has no part.
    /// </summary>
    public static TheoryData<string, string, string, int> Steps => new()
    {
        { "registered", "assign", "lead committee supervisor", 200 },
        { "assigned", "refuse", "towns", 200 },
        { "assigned", "accept", "towns", 200 },
        { "assigned", "hand-over", "lead committee supervisor towns", 200 },
        { "handled", "rectify", "towns", 200 },
        { "handled", "finish", "towns", 409 },                   // allowed, and refused for want of a rectification
        { "done", "send-back", "lead committee supervisor", 200 },
        { "done", "archive", "lead committee supervisor", 200 },
        { "archived", "reopen", "lead committee supervisor towns", 200 },
        { "handled", "verdict", "lead committee supervisor", 200 },
        { "handled", "escalate", "supervisor", 200 },
        { "handled", "urge", "lead committee supervisor", 200 },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_step_belongs_to_these_and_to_nobody_else(string state, string step, string may, int answer)
    {
        foreach (var allowed in may.Split(' '))
        {
            // A case of its own for each who may, so that each meets it in the same state.
            var site = $"{step}-{allowed}";
            await fixture.Cases.PutSiteAsync(site);
            var id = await fixture.Cases.OpenAsync(site: site);
            await fixture.Cases.ReachAsync(id, state);
            foreach (var (name, client) in Everybody().Where(each => !may.Split(' ').Contains(each.Name)))
            {
                var (status, problem) = await TakeAsync(client, id, step);
                Assert.True(status == 403, $"{name}: {status} {problem}");
                if (name != "stranger") Assert.DoesNotContain(step, Allowed(await fixture.Cases.CaseAsync(id, client)));
            }

            var by = Everybody().Single(each => each.Name == allowed).Client;
            Assert.Contains(step, Allowed(await fixture.Cases.CaseAsync(id, by)));
            var (taken, body) = await TakeAsync(by, id, step);
            Assert.True(taken == answer, $"{allowed}: {taken} {body}");
        }

        (string Name, HttpClient Client)[] Everybody() =>
        [
            ("stranger", fixture.Cases.Tasks.OtherLead), ("admin", fixture.Cases.Service.As("platform", "admin")), ("lead", fixture.Cases.Reviewer),
            ("committee", fixture.Cases.Service.As(TestPlans.Committee)), ("supervisor", fixture.Cases.Supervisor), ("towns", fixture.Cases.Site),
        ];

        static IEnumerable<string?> Allowed(JsonElement about) => about.GetProperty("allowed").EnumerateArray().Select(each => each.GetString());
    }

    /// <summary>Asks for a step with all that any step needs.</summary>
    private Task<(int Status, JsonElement Body)> TakeAsync(HttpClient client, string id, string step) => fixture.Cases.TryAsync(client, id, step switch
    {
        "assign" or "hand-over" => new { step, to = TestPlans.OtherLead, reason = "权限" },
        "rectify" => new { step, reason = "清淤", doneOn = CaseService.Day(fixture.Cases.Now) },
        "verdict" => new { step, verdict = "genuine", reason = "权限" },
        "urge" => new { step, reason = "请尽快", due = CaseService.Text(fixture.Cases.Now.AddDays(3)) },
        _ => (object)new { step, reason = "权限" },
    });
}
