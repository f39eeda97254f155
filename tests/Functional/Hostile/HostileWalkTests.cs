using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Bishui.Tests.Support;
using Xunit;

namespace Bishui.Tests.Functional.Hostile;

/// <summary>
/// Walks every operation of every description with every parameter and every member of a valid body set to hostile values. No answer is 5xx, and nothing
/// that was accepted is stuck later: background work goes on, nothing is parked, and what could be read before can be read after.
/// The walk is a sample unless <c>BISHUI_HOSTILE_CALLS=all</c>, or a number; <c>BISHUI_HOSTILE_SEED</c> chooses another one.
/// </summary>
public sealed class HostileWalkTests
{
    private const int SampledCalls = 5_000;
    private const int UsualSeed = 20211101;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task No_input_answers_5xx_and_nothing_accepted_is_stuck_later()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("BISHUI_HOSTILE_SEED") ?? $"{UsualSeed}", CultureInfo.InvariantCulture);
        var asked = Environment.GetEnvironmentVariable("BISHUI_HOSTILE_CALLS") ?? $"{SampledCalls}";
        var most = asked == "all" ? int.MaxValue : int.Parse(asked, CultureInfo.InvariantCulture);
        var since = Stopwatch.GetTimestamp();
        await using var platform = await WalkedPlatform.StartAsync();

        var operations = new List<Operation>();
        foreach (var name in platform.Services.Keys)
        {
            using var client = platform.Client(name);
            operations.AddRange(await Operations.OfAsync(name, client));
        }
        var valid = await ValidAsync(platform, operations);
        await platform.SettleAsync();

        var calls = valid.SelectMany(each => HostileCalls.Of(each.Call)).ToArray();
        var (total, places) = (calls.Length, calls.Select(call => (call.Call.Operation, call.Place)).Distinct().Count());
        calls = Sampled(calls, new Random(seed));
        var (findings, outcomes) = (new ConcurrentQueue<string>(), new ConcurrentDictionary<string, int>());
        await Parallel.ForEachAsync(calls.Take(most).Select((call, turn) => (Call: call, Turn: turn)), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (each, _) =>
        {
            // Every fourth goes the way that callers go.
            var door = each.Turn % 4 == 0 ? platform.Gateway.ClientOptions.BaseAddress : platform.Services[each.Call.Call.Operation.Service].Address;
            var outcome = await OutcomeAsync(platform, each.Call.Call, door);
            outcomes.AddOrUpdate(outcome.Class, 1, (_, count) => count + 1);
            if (outcome.Finding is { } finding) findings.Enqueue($"{finding}: {each.Call.Place} of {each.Call.Call}");
        });

        try
        {
            await platform.SettleAsync();
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            findings.Enqueue($"a round fails after the walk: {failure.GetBaseException()}");
        }
        foreach (var failure in platform.Failures.InBackground.GroupBy(failure => failure.Cause))
            findings.Enqueue($"{failure.Count()} failures in the background of {failure.First().Service}, {failure.First().Source}: {failure.First().Message} {failure.Key}");
        foreach (var (call, _, _) in valid.Where(each => each.Call.Operation.Method == HttpMethod.Get && each.Status == 200))
            if (await OutcomeAsync(platform, call, platform.Services[call.Operation.Service].Address) is var after && (after.Finding is not null || !(after.Status == 200 || (after.Status == 404 && call.Path.Count > 0))))
                findings.Enqueue($"answered 200 before the walk and {after.Status} after it: {call}");
        foreach (var (name, service) in platform.Services)
        {
            using var client = service.Anonymous();
            using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            if (!ready.IsSuccessStatusCode) findings.Enqueue($"{name} is not ready: {await ready.Content.ReadAsStringAsync()}");
        }

        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"hostile walk: seed {seed}, {operations.Count} operations, {valid.Count(each => each.Status < 300)} with a call that is accepted, {places} places, {HostileValues.InAddress.Length + HostileValues.InJson.Length + HostileValues.InCell.Length + HostileValues.AsBody.Length + HostileValues.AsHeader.Length} values");
        report.AppendLine(CultureInfo.InvariantCulture, $"{Math.Min(most, total)} of {total} calls in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s: {string.Join(", ", outcomes.OrderBy(each => each.Key).Select(each => $"{each.Value} {each.Key}"))}; {findings.Count} findings");
        foreach (var cause in platform.Failures.OfRequests.GroupBy(failure => failure.Cause).OrderByDescending(each => each.Count()))
            report.AppendLine(CultureInfo.InvariantCulture, $"  {cause.Count()} × {cause.Key}, for example {cause.First().Service} {cause.First().Message}");
        foreach (var finding in findings) report.AppendLine(CultureInfo.InvariantCulture, $"  {finding}");
        foreach (var (call, status, answer) in valid.Where(each => each.Status >= 300))
            report.AppendLine(CultureInfo.InvariantCulture, $"  (no accepted call: {status} {answer?["code"]} {answer?["errors"]?.ToJsonString()} {call})");
        var folder = Directory.CreateDirectory(Repository.Path(".artifacts/hostile"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "walk.txt"), report.ToString());
        Assert.True(findings.IsEmpty, report.ToString());
    }

    /// <summary>A call of every operation, as far as possible one that is accepted. What writes comes first, so that there is something to read.</summary>
    private static async Task<IReadOnlyList<(Call Call, int Status, JsonNode? Answer)>> ValidAsync(WalkedPlatform platform, List<Operation> operations)
    {
        var finder = new ValidCalls(platform, operations);
        var found = new List<(Call Call, int Status, JsonNode? Answer)>();
        foreach (var operation in operations.OrderBy(operation => (operation.Method.Method, operation.Path.Contains("/sites/", StringComparison.Ordinal)) switch
        {
            ("PUT", true) => 0,
            ("PUT", _) => 1,
            ("POST", _) => 2,
            ("GET", _) => 3,
            _ => 4,
        }))
            found.Add(await finder.MendedAsync(await finder.FindAsync(operation)));
        // What refers to something that was made later.
        for (var i = 0; i < found.Count; i++)
            if (found[i].Status is 404 or 409 or 422) found[i] = await finder.MendedAsync(await finder.FindAsync(found[i].Call.Operation));
        return found;
    }

    /// <summary>Every place of every kind of operation comes before any comes twice: services share most of their operations.</summary>
    private static HostileCall[] Sampled(HostileCall[] calls, Random random)
    {
        random.Shuffle(calls);
        return [.. calls.GroupBy(call => (call.Call.Operation.Key, call.Place)).SelectMany(same => same.Select((call, turn) => (call, turn))).OrderBy(each => each.turn).Select(each => each.call)];
    }

    private static async Task<(string Class, int Status, string? Finding)> OutcomeAsync(WalkedPlatform platform, Call call, Uri door)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var request = call.ToRequest(door);
            using var answer = await platform.SendAsync(request, call.Unit);
            await answer.Content.ReadAsByteArrayAsync();
            var status = (int)answer.StatusCode;
            var took = Stopwatch.GetElapsedTime(began);
            return ($"{status / 100}xx", status, status >= 500 ? $"{status}" : took > Longest ? $"{status} after {took.TotalSeconds:0} s" : null);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            return ("no answer", 0, $"no answer, {failure.GetBaseException().Message}");
        }
        catch (Exception failure) when (failure is UriFormatException or InvalidOperationException or FormatException)
        {
            // The client itself will not send it.
            return ("not sent", 0, null);
        }
    }
}
