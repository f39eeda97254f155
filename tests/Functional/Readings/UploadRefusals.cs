using System.Text;
using Xunit;

namespace Bishui.Tests.Functional.Readings;

/// <summary>Tables that are refused, one service for all of them.</summary>
public sealed class UploadRefusals(SharedIntake fixture) : IClassFixture<SharedIntake>
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("点位,监测指标,监测值\n", "bad-header")]
    [InlineData("点位,监测时间,备注\n", "bad-header")]
    [InlineData("点位,监测时间,氨氨\n", "bad-header")]
    [InlineData("点位,监测时间,色度\n", "bad-header")]
    [InlineData("点位,监测时间,氨氮,NH3-N\n", "bad-header")]
    [InlineData("点位,点位,监测时间,氨氮\n", "bad-header")]
    [InlineData("点位,监测时间,监测指标,监测值,氨氮\n", "bad-header")]
    [InlineData("点位,监测时间,氨氮\n\"section-1,2021-04-06 04:00,0.3\nsection-1,2021-04-07 04:00,0.3\n", "broken-table")]
    [InlineData("PK\u0003\u0004not a workbook", "type-mismatch")]
    public async Task A_table_that_cannot_be_understood_is_refused_whole(string content, string code)
    {
        var (status, problem) = await fixture.Intake.Bureau.SendAsync(HttpMethod.Post, "/api/ecological/readings/uploads", new StringContent(content, Encoding.UTF8, "text/csv"));

        Assert.Equal((422, code), (status, problem.Text("code")));
        Assert.Contains(" / ", problem.Text("title"), StringComparison.Ordinal);
    }
}
