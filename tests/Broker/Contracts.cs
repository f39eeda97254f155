using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Bishui.Contracts.Plans;
using Bishui.Tests.Support;

namespace Bishui.Tests.Broker;

/// <summary>The messages' shapes are an agreement between processes that are not upgraded at one moment.</summary>
public sealed class Contracts
{
    private const string Approve = "BISHUI_APPROVE";

    [Fact]
    public void The_messages_have_the_approved_shape()
    {
        var approved = Repository.Path("contracts/messages.approved.txt");
        var shape = Shape(typeof(PlanAdopted).Assembly.GetExportedTypes());
        if (Environment.GetEnvironmentVariable(Approve) == "1") File.WriteAllText(approved, shape);

        Assert.True(shape == File.ReadAllText(approved), $"""
            The shape of a message differs from contracts/messages.approved.txt.
            A new message, or a new member that is nullable and not required, is fine: run the test once with {Approve}=1 and commit the file.
            Anything else breaks services that are not upgraded yet, and messages still in queues: make a new record (...V2) beside the old one.

            {Difference(File.ReadAllText(approved), shape)}
            """);
    }

    [Fact]
    public void Shapes_differ_when_a_member_changes() =>
        Assert.NotEqual(Shape([typeof(Before.Message)]).Replace("Before", "After", StringComparison.Ordinal), Shape([typeof(After.Message)]));

    private static string Shape(IEnumerable<Type> types)
    {
        var text = new StringBuilder("# Written by tests/Broker: what each message looks like. The namespace is part of its identity.\n");
        var nullability = new NullabilityInfoContext();
        foreach (var type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append('\n').Append(type.FullName).Append('\n');
            foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(member => member.Name, StringComparer.Ordinal))
            {
                var optional = nullability.Create(member).ReadState == NullabilityState.Nullable ? "?" : "";
                var required = member.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
                text.Append("  ").Append(required).Append(Name(member.PropertyType)).Append(optional).Append(' ').Append(member.Name).Append('\n');
            }
        }
        return text.ToString();
    }

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? value.Name
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;

    private static string Difference(string approved, string shape)
    {
        var (before, after) = (approved.Split('\n'), shape.Split('\n'));
        return string.Join('\n', before.Except(after).Select(line => $"- {line}").Concat(after.Except(before).Select(line => $"+ {line}")));
    }

    private static class Before
    {
        public sealed record Message
        {
            public decimal? Value { get; init; }
        }
    }

    private static class After
    {
        public sealed record Message
        {
            public required decimal Value { get; init; }
        }
    }
}
