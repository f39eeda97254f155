using System.Reflection;
using Bishui.Hosting.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bishui.Hosting.OpenApi;

/// <summary>
/// Says in the description how long the texts and lists of requests may be, and that they take no other members: what <see cref="BodyReading"/>
/// holds them to. Members with bounds of their own say so by attributes, all others get the usual ones.
/// </summary>
internal static class RequestBounds
{
    /// <summary>Describes a member's <see cref="LongTextAttribute"/>; the framework itself describes lengths.</summary>
    public static void DescribeLongText(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonPropertyInfo is not { } member) return;
        ICustomAttributeProvider?[] declared = [member.AttributeProvider, member.AssociatedParameter?.AttributeProvider];
        if (declared.SelectMany(each => each?.GetCustomAttributes(typeof(LongTextAttribute), inherit: true) ?? []).FirstOrDefault() is not LongTextAttribute text) return;
        var described = Is(schema, JsonSchemaType.Array) ? schema.Items as OpenApiSchema : schema;
        if (described is not null && Is(described, JsonSchemaType.String)) described.MaxLength = text.Longest;
    }

    /// <summary>Adds the usual bounds to everything that a request's body may hold.</summary>
    public static void Describe(OpenApiDocument document)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()).ToList();
        var (asked, answered) = (new HashSet<OpenApiSchema>(ReferenceEqualityComparer.Instance), new HashSet<OpenApiSchema>(ReferenceEqualityComparer.Instance));
        foreach (var operation in operations)
        {
            Collect(operation.RequestBody?.Content, asked);
            foreach (var answer in operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>()) Collect(answer.Content, answered);
        }
        foreach (var schema in asked)
        {
            if (Is(schema, JsonSchemaType.String) && schema is { Format: null, Enum: null or { Count: 0 } }) schema.MaxLength ??= Texts.Name;
            if (Is(schema, JsonSchemaType.Array)) schema.MaxItems ??= BodyShape.MostItems;
            // An answer may gain members, and whoever reads it must not mind.
            if (Is(schema, JsonSchemaType.Object) && schema is { AdditionalProperties: null, Properties.Count: > 0 } && !answered.Contains(schema)) schema.AdditionalPropertiesAllowed = false;
        }
    }

    private static void Collect(IDictionary<string, OpenApiMediaType>? content, HashSet<OpenApiSchema> found)
    {
        foreach (var (type, media) in content ?? new Dictionary<string, OpenApiMediaType>())
            if (type.Contains("json", StringComparison.Ordinal)) Collect(media.Schema, found);
    }

    private static void Collect(IOpenApiSchema? schema, HashSet<OpenApiSchema> found)
    {
        if (schema is OpenApiSchemaReference reference) schema = reference.Target;
        if (schema is not OpenApiSchema own || !found.Add(own)) return;
        IEnumerable<IOpenApiSchema?> parts =
            [own.Items, own.AdditionalProperties, .. own.Properties?.Values ?? [], .. own.OneOf ?? [], .. own.AnyOf ?? [], .. own.AllOf ?? []];
        foreach (var part in parts) Collect(part, found);
    }

    private static bool Is(OpenApiSchema schema, JsonSchemaType type) => schema.Type?.HasFlag(type) == true;
}
