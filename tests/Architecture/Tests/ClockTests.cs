using Bishui.Tests.Architecture.Rules;
using Xunit;

namespace Bishui.Tests.Architecture.Tests;

public sealed class ClockTests
{
    private static readonly IReadOnlyList<string> FoundHere = ClockRules.Broken(typeof(ClockTests).Assembly.Location);

    public static TheoryData<string> Product => CompiledTests.Product;

    [Theory]
    [MemberData(nameof(Product))]
    public void The_clock_is_read_once_and_its_reading_handed_on(string path) =>
        Assert.Equal("", string.Join("\n", ClockRules.Broken(CompiledTests.Assembly(SourceTree.Own.Projects.Single(p => p.Path == path)))));

    [Fact]
    public void Every_exception_names_a_type_that_is_there()
    {
        var names = SourceTree.Own.Projects.Where(p => !p.Folder.StartsWith("tests/", StringComparison.Ordinal))
            .Select(CompiledTests.Assembly).SelectMany(CompiledRules.TypesOf).ToHashSet();
        Assert.All(ClockRules.Apart.Keys, name => Assert.Contains(name, names));
    }

    [Theory]
    [InlineData(nameof(TwoReadings), "at 2 places")]
    [InlineData(nameof(ReadingInALambda), "at 2 places")]
    [InlineData(nameof(TakingHandler), "Answer takes a TimeProvider")]
    [InlineData(nameof(TakingConsumer), "a consumer takes a TimeProvider")]
    public void What_goes_by_two_readings_is_found_and_told_what_to_do(string type, string says)
    {
        var found = Assert.Single(FoundHere, found => found.Contains($".{type}:", StringComparison.Ordinal));
        Assert.Contains(says, found, StringComparison.Ordinal);
        Assert.EndsWith(ClockRules.Advice, found, StringComparison.Ordinal);
    }

    [Fact]
    public void One_reading_that_is_handed_on_is_none() =>
        Assert.DoesNotContain(FoundHere, found => found.Contains($".{nameof(OneReading)}:", StringComparison.Ordinal));
}

internal sealed class OneReading(TimeProvider clock)
{
    public bool IsOver(DateTimeOffset at) => IsOver(at, clock.GetUtcNow());

    private static bool IsOver(DateTimeOffset at, DateTimeOffset now) => at <= now;
}

internal sealed class TwoReadings(TimeProvider clock)
{
    public bool IsFuture(DateTimeOffset? at) => (at ?? clock.GetUtcNow()) > clock.GetUtcNow();
}

internal sealed class ReadingInALambda(TimeProvider clock)
{
    public async Task<IEnumerable<bool>> AreOverAsync(IEnumerable<DateTimeOffset> instants)
    {
        await Task.Yield();
        var now = clock.GetUtcNow();
        return instants.Where(at => at > clock.GetUtcNow()).Select(at => at > now);
    }
}

internal static class TakingHandler
{
    public static int Answer(TimeProvider clock) => clock.GetHashCode();
}

internal interface IConsumer<T>
{
    void Consume(T message);
}

internal sealed class TakingConsumer(TimeProvider clock) : IConsumer<string>
{
    public void Consume(string message) => clock.GetUtcNow();
}
