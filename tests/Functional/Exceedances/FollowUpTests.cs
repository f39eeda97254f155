using Bishui.Features.Exceedances;
using Bishui.Features.Readings;
using Bishui.Features.Sites;
using Bishui.Rules.Cases;
using Bishui.Storage.Documents;
using Bishui.Storage.Readings;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bishui.Tests.Functional.Exceedances;

public sealed class FollowUpTests
{
    private static readonly DateTimeOffset Rectified = new(2021, 11, 2, 12, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData(0.025, null, true)]                              // not detected, and the limit lies above what could be detected
    [InlineData(1.5, null, false)]                               // not detected by a method too coarse for the limit: it proves nothing
    [InlineData(null, 1.0, true)]
    [InlineData(null, 1.001, false)]
    [InlineData(null, null, false)]                              // neither value nor detection limit
    public async Task A_result_below_detection_counts_by_its_limit(double? detection, double? value, bool proves)
    {
        await using var service = await CaseService.StartAsync();
        var services = service.Service.Services;
        var sample = new Reading
        {
            Site = CaseService.Outlet,
            Parameter = CaseService.Parameter,
            Kind = ReadingKind.Manual,
            Time = Rectified.AddHours(1),
            Value = (decimal?)value,
            DetectionLimit = (decimal?)detection,
            Flag = "N",
            Source = "test",
            RecordedAt = Rectified.AddHours(2),
        };
        var readings = new CaseReadings(new Shelf([sample]), services.GetRequiredService<SiteDirectory>(), services.GetRequiredService<ReadingJudging>());

        var found = await readings.FollowUpAsync(About, Rectified, Rectified.AddDays(1), default);

        Assert.Equal(proves, found is not null);
        if (proves) Assert.Equal(((decimal?)value, (decimal?)detection, sample.Time), (found!.Value, found.DetectionLimit, found.Time));
    }

    private static Exceedance About => new()
    {
        Id = "one",
        Site = CaseService.Outlet,
        Parameter = CaseService.Parameter,
        Rule = "single-reading/1",
        State = CaseState.Handled,
        OpenedAt = Rectified.AddDays(-1),
        Unit = CaseService.Owner,
    };

    /// <summary>Readings as they are, for what the store is not asked to keep here.</summary>
    private sealed class Shelf(IReadOnlyList<Reading> kept) : IReadingStore
    {
        public ValueTask<IReadOnlyList<Reading>> ReadAsync(ReadingRange range, CancellationToken cancel = default) => ValueTask.FromResult(kept);

        public Task<AppendOutcome> AppendAsync(
            IReadOnlyList<Reading> batch, Func<AppendOutcome, IDocumentReader, ValueTask<Commit>>? decide = null, CancellationToken cancel = default) =>
            throw new NotSupportedException();

        public ValueTask<Reading?> LatestAsync(string site, string parameter, ReadingKind kind, DateTimeOffset at, CancellationToken cancel = default) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Reading>> LatestAsync(string site, DateTimeOffset at, CancellationToken cancel = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<ReadingAggregate>> AggregateAsync(
            ReadingRange range, AggregatePeriod every, IReadOnlySet<string> flags, CancellationToken cancel = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<ReadingSeries>> SeriesAsync(string? site = null, CancellationToken cancel = default) => throw new NotSupportedException();
    }
}
