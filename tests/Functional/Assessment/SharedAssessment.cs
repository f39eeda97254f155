using Xunit;

namespace Bishui.Tests.Functional.Assessment;

/// <summary>One assessment for the questions of a class that change nothing.</summary>
public sealed class SharedAssessment : IAsyncLifetime
{
    internal AssessmentApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await AssessmentApp.StartAsync();

    public Task DisposeAsync() => App.DisposeAsync().AsTask();
}
