using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Agricultural;
using Bishui.Domestic;
using Bishui.Ecological;
using Bishui.Industrial;
using Bishui.Risk;
using Bishui.Shipping;
using Bishui.Tests.Functional.Obligations;
using Bishui.Tests.Support;
using Bishui.WaterSaving;
using Xunit;

namespace Bishui.Tests.Functional.Tasks;

/// <summary>
/// Who may do what, asked of the running services: every unit, every task, every action. What is expected is read from the printed plan
/// itself, not from what the platform made of it. Requests carry bodies that are refused for their content, each in its own way, after the rights
/// were found good, so that asking changes nothing. What is asked about exists: not found is never an answer to somebody who may.
/// </summary>
public sealed class RightsMatrix
{
    private static readonly JsonObject Printed = Read("liunan-2021.json");
    private static readonly JsonObject Reading = Read("liunan-2021.reading.json");
    private static readonly Dictionary<string, string> Keys = Reading["units"]!.AsArray().ToDictionary(unit => unit!["name"]!.GetValue<string>(), unit => unit!["key"]!.GetValue<string>());

    private sealed record Attempt(string Action, HttpMethod Method, string Path, object? Body, int Answer, Func<Roles, bool> May);

    private sealed record Roles(string Unit, bool Leads, bool Cooperates, bool Reviews);

    [Fact]
    public async Task Every_unit_may_do_in_every_task_what_its_printed_role_allows_and_nothing_else()
    {
        var wrong = new List<string>();
        var asked = 0;
        await using var assessment = await AdoptedPlan.OfAssessmentAsync();
        await using var industrial = await AdoptedPlan.OfAsync<IndustrialCategory>();
        await using var domestic = await AdoptedPlan.OfAsync<DomesticCategory>();
        await using var agricultural = await AdoptedPlan.OfAsync<AgriculturalCategory>();
        await using var shipping = await AdoptedPlan.OfAsync<ShippingCategory>();
        await using var risk = await AdoptedPlan.OfAsync<RiskCategory>();
        await using var waterSaving = await AdoptedPlan.OfAsync<WaterSavingCategory>();
        await using var ecological = await AdoptedPlan.OfAsync<EcologicalCategory>();
        AdoptedPlan[] services = [assessment, industrial, domestic, agricultural, shipping, risk, waterSaving, ecological];

        foreach (var task in Printed["tasks"]!.AsArray())
        {
            var number = task!["number"]!.GetValue<int>();
            var service = services.Single(each => each.Base == $"/api/{ServiceOf(number)}");
            var (leads, cooperates) = (UnitsOf(task, "lead_units"), UnitsOf(task, "cooperating_units"));
            var duty = await FirstDutyAsync(service, number);
            foreach (var unit in Keys.Values)
            {
                // The body that coordinates the plan watches over it; where it leads itself, the ecology bureau reviews.
                var reviews = unit == "ecology-committee" || (unit == "ecology-bureau" && leads.Contains("ecology-committee"));
                var roles = new Roles(unit, leads.Contains(unit), cooperates.Contains(unit), reviews);
                using var client = unit == "ecology-committee" ? service.Service.As(unit, "reporter", "approver", "supervisor") : service.Service.As(unit);
                foreach (var attempt in Attempts($"{service.Base}/tasks/{number}", $"{service.Base}/obligations/{duty?.Id}", duty, BasisOf(number)))
                {
                    var (status, _) = await client.SendAsync(attempt.Method, attempt.Path, attempt.Body);
                    asked++;
                    var may = attempt.May(roles);
                    if (status != (may ? attempt.Answer : 403))
                        wrong.Add($"task {number}, {unit}, {attempt.Action}: {status}, though {(may ? "it may" : "it may not")}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 18 * 45 * 7, $"{asked} were asked");
    }

    private static IEnumerable<Attempt> Attempts(string task, string duty, Duty? about, object? basis)
    {
        object nothing = new { };
        yield return new("read", HttpMethod.Get, $"{task}/entries", null, 200, roles => roles.Leads || roles.Cooperates || roles.Reviews || roles.Unit == "ecology-committee");
        yield return new("read projects", HttpMethod.Get, $"{task}/projects", null, 200, roles => roles.Leads || roles.Cooperates || roles.Reviews);
        yield return new("record", HttpMethod.Post, $"{task}/entries", nothing, 422, roles => roles.Leads || roles.Cooperates);
        yield return new("set project", HttpMethod.Put, $"{task}/projects/p", new { id = "p", name = "" }, 422, roles => roles.Leads);
        yield return new("complete", HttpMethod.Post, $"{task}/completion", nothing, 422, roles => roles.Leads);
        yield return new("withdraw", HttpMethod.Post, $"{task}/completion/withdrawal", nothing, 409, roles => roles.Leads);
        yield return new("review", HttpMethod.Post, $"{task}/completion/review", nothing, 409, roles => roles.Reviews);
        if (basis is not null) yield return new("set basis", HttpMethod.Post, $"{task}/entries", basis, 422, roles => roles.Leads);
        if (about is null) yield break;
        bool Owes(Roles roles) => about.Units.Contains(roles.Unit);
        yield return new("see duty", HttpMethod.Get, duty, null, 200, roles => roles.Leads || roles.Cooperates || roles.Reviews || Owes(roles));
        yield return new("waive", HttpMethod.Post, $"{duty}/waiver", nothing, 422, roles => roles.Reviews && !Owes(roles));
        // Where the event that starts the clock is not known, there is no day to put off.
        yield return new("extend", HttpMethod.Post, $"{duty}/extension", nothing, about.HasDay ? 422 : 409, roles => roles.Reviews && !Owes(roles));
        yield return new("urge", HttpMethod.Post, $"{duty}/urgings", nothing, 422, roles => (roles.Reviews || roles.Unit == "ecology-committee") && !Owes(roles));
    }

    /// <summary>A figure from above or the event that starts a clock, without the document it would have to name; null where the task has none.</summary>
    private static object? BasisOf(int number) => number switch
    {
        9 => Basis("target", "rural-sewage-treatment-rate"),
        18 => Basis("target", "annual-water-use"),
        25 => Basis("target", "irrigated-area"),
        26 => Basis("target", "irrigation-water-use-coefficient"),
        27 => Basis("target", "water-use-per-gdp"),
        38 => Basis("event", "region-plan-published"),
        _ => null,
    };

    private static object Basis(string type, string topic) => new { kind = "evidence", occurredOn = "2021-11-01", text = "依据", record = new { type, topic } };

    private sealed record Duty(string Id, IReadOnlyList<string> Units, bool HasDay);

    private static async Task<Duty?> FirstDutyAsync(AdoptedPlan service, int task)
    {
        foreach (var rule in AdoptedPlan.Plan.Tasks.Single(each => each.Number == task).Duties!)
            if (await service.DutiesAsync(rule.Key) is [var first, ..])
                return new(first.Text("id"), [.. first.GetProperty("units").EnumerateArray().Select(unit => unit.GetString()!)], first.GetProperty("due").ValueKind == JsonValueKind.String);
        return null;
    }

    private static HashSet<string> UnitsOf(JsonNode task, string field) => [.. task[field]!.AsArray().SelectMany(name => name!.GetValue<string>() switch
    {
        "本计划中所有牵头单位" => All("lead_units"),
        "本计划中所有配合单位" => All("cooperating_units"),
        var named => [Keys[named]],
    })];

    private static IEnumerable<string> All(string field) =>
        Printed["tasks"]!.AsArray().SelectMany(task => task![field]!.AsArray()).Select(name => name!.GetValue<string>()).Where(Keys.ContainsKey).Select(name => Keys[name]);

    private static string ServiceOf(int number) => Reading["services"]!.AsArray()
        .Single(entry => entry!["tasks"]!.AsArray().Any(task => task!.GetValue<int>() == number))!["service"]!.GetValue<string>();

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Repository.Path($"services/assessment/Data/plans/{file}")))!.AsObject();
}
