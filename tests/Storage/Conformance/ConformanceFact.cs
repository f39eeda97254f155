using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Bishui.Tests.Storage.Conformance;

/// <summary>A fact of the conformance suite; skipped, with the reason, on an engine that is not at hand.</summary>
[XunitTestCaseDiscoverer("Bishui.Tests.Storage.Conformance.ConformanceFactDiscoverer", "Bishui.Tests.Storage")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceFactAttribute : FactAttribute;

/// <summary>Marks the tests of an engine that needs a MongoDB server.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsMongoAttribute : Attribute
{
    public const string Variable = "BISHUI_TEST_MONGO";

    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;
}

public sealed class ConformanceFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new ConformanceTestCase(
            DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

public sealed class ConformanceTestCase : XunitTestCase
{
    [Obsolete("Only for the test runner, which makes test cases of what it has written down.")]
    public ConformanceTestCase()
    {
    }

    public ConformanceTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        NeedsMongoAttribute.ConnectionString is null && TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsMongoAttribute)).Any()
            ? $"{NeedsMongoAttribute.Variable} holds no connection string of a MongoDB replica set."
            : base.GetSkipReason(factAttribute);
}
