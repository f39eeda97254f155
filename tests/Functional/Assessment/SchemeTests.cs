using System.Text.Json.Nodes;
using Bishui.Assessment.Common;
using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>A new version of the scheme: posted, rehearsed, put in force; the former stays and both results can be seen.</summary>
public sealed class SchemeTests
{
    private const string Schemes = "/api/assessment/schemes";

    [Fact]
    public async Task A_version_is_rehearsed_before_it_is_put_in_force_and_the_former_stays()
    {
        var folder = Directory.CreateTempSubdirectory("bishui-").FullName;
        try
        {
            await using (var app = await AssessmentApp.StartAsync(folder))
            {
                await app.TellAsync(AssessmentApp.Reviewed(3, "accepted"));
                await app.FactsAsync("completion-reviewed", 1);
                Assert.Equal(201, (await app.PostAsync(Schemes, Written(3))).Status);
                Assert.Equal((409, "version-exists"), Code(await app.PostAsync(Schemes, Written(3))));
                Assert.Equal((409, "version-exists"), Code(await app.PostAsync(Schemes, Written(2))));
                Assert.Equal((409, "not-rehearsed"), Code(await app.PostAsync($"{Schemes}/liunan-2021/3/adoption", new { from = "2021-11-05", reason = "调整分值" })));

                var (status, rehearsal) = await app.PostAsync($"{Schemes}/liunan-2021/3/rehearsal", new { });
                Assert.Equal((200, "liunan-2021/2", "liunan-2021/3", 19), (status, (string)rehearsal["inForce"]!, (string)rehearsal["tried"]!, rehearsal["scores"]!.AsArray().Count));
                Assert.Equal(10, rehearsal["months"]!.AsArray().Count);
                var bureau = rehearsal["scores"]!.AsArray().Single(score => (string?)score!["unit"] == "ecology-bureau")!;
                Assert.True((decimal)bureau["difference"]! > 0);
                Assert.Equal((decimal)bureau["tried"]!["points"]! - (decimal)bureau["inForce"]!["points"]!, (decimal)bureau["difference"]!);
                Assert.Equal(2, await VersionAsync(app, ""));

                Assert.Equal(422, (await app.PostAsync($"{Schemes}/liunan-2021/3/adoption", new { from = "2021-11-01", reason = "" })).Status);
                Assert.Equal(200, (await app.PostAsync($"{Schemes}/liunan-2021/3/adoption", new { from = "2021-11-05", reason = "调整分值" })).Status);
                Assert.Equal((409, "already-adopted"), Code(await app.PostAsync($"{Schemes}/liunan-2021/3/adoption", new { from = "2021-11-06", reason = "又改" })));
                Assert.Equal(2, await VersionAsync(app, "?at=2021-11-04"));
                Assert.Equal(3, await VersionAsync(app, "?at=2021-11-05"));
                Assert.Equal(2, await VersionAsync(app, "?at=2021-11-05&scheme=liunan-2021/2"));
            }
            await using var again = await AssessmentApp.StartAsync(folder);
            Assert.Equal(3, await VersionAsync(again, "?at=2021-11-05"));
            again.Service.Clock.Advance(TimeSpan.FromDays(4));
            Assert.Equal(3, await VersionAsync(again, ""));
            var list = (await again.GetAsync(Schemes))["items"]!.AsArray();
            Assert.Equal(["liunan-2021/1 False", "liunan-2021/2 False", "water-resources-2016/1 False", "liunan-2021/3 True"], list.Select(each => $"{each!["scheme"]}/{each["version"]} {(bool)each["inForce"]!}"));
            Assert.Equal(0.9m, (decimal)(await again.GetAsync($"{Schemes}/liunan-2021/3"))["roles"]!["cooperating"]!);
            Assert.Equal(1, (int)(await again.GetAsync($"{Schemes}/liunan-2021/1"))["version"]!);
            Assert.Equal(404, (await again.RefusedAsync($"{Schemes}/liunan-2021/9")).Status);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static async Task<int> VersionAsync(AssessmentApp app, string question) => (int)(await app.GetAsync($"/api/assessment/district{question}"))["score"]!["schemeVersion"]!;
    }

    [Fact]
    public async Task A_faulty_scheme_is_refused_with_every_item_named_and_only_the_committee_decides()
    {
        await using var app = await AssessmentApp.StartAsync();
        var faulty = Written(3);
        faulty["parts"]![0]!["items"]![0]!["weight"] = 0;
        faulty["parts"]![1]!["items"]![1]!["lateShare"] = 7;
        var (status, problem) = await app.PostAsync(Schemes, faulty);
        Assert.Equal(422, status);
        Assert.Equal(["item national-section", "item duties"], problem["errors"]!.AsArray().Select(error => (string)error!["field"]!));
        Assert.Equal(422, (await app.PostAsync(Schemes, new { title = "x" })).Status);
        Assert.Equal(403, (await app.PostAsync(Schemes, Written(3), "ecology-bureau", AssessmentApp.Supervisor)).Status);
        Assert.Equal(403, (await app.PostAsync($"{Schemes}/liunan-2021/1/rehearsal", new { }, "towns", "reporter")).Status);
        Assert.Equal(403, (await app.PostAsync($"{Schemes}/liunan-2021/1/adoption", new { from = "2021-12-01", reason = "r" }, "towns", "reporter")).Status);
        Assert.Equal(404, (await app.PostAsync($"{Schemes}/none/1/rehearsal", new { })).Status);
    }

    private static (int, string) Code((int Status, JsonNode Body) answer) => (answer.Status, (string)answer.Body["code"]!);

    private static JsonNode Written(int version)
    {
        var scheme = JsonNode.Parse(DataFiles.Text("schemes/liunan-2021-v2.json"))!;
        scheme["version"] = version;
        scheme["roles"]!["cooperating"] = 0.9;
        scheme["parts"]![1]!["items"]![0]!["taskWeights"] = new JsonObject { ["3"] = 9 };
        return scheme;
    }
}
