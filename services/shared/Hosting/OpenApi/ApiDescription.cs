using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Bishui.Hosting.OpenApi;

/// <summary>The service's OpenAPI document, served at /openapi/v1.json.</summary>
public static class ApiDescription
{
    private const string Bearer = "bearer";
    private const string Problem = "Problem";
    private const string Version = "v1";
    private const string Path = $"/openapi/{Version}.json";

    private static readonly HashSet<Type> Decimals = [typeof(decimal), typeof(decimal?)];

    /// <summary>Registers the document: titles, the bearer scheme, and problem details as what every call may answer.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services, string service) =>
        services.AddOpenApi(Version, options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new()
                {
                    Title = $"碧水 · {service} / Bishui · {service}",
                    Version = "v1",
                    Description = "错误均为 RFC 9457 problem+json，code 稳定不变。时间为 ISO 8601 并带时区，数值为精确十进制。 / "
                        + "Errors are RFC 9457 problem details with a stable code. Times are ISO 8601 with an offset, values exact decimals.",
                };
                document.Servers = [];      // the same paths hold at the service and through the gateway
                document.Components ??= new();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = Bearer,
                    BearerFormat = "JWT",
                    Description = "POST /connect/token",
                };
                document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
                document.Components.Schemas[Problem] = ProblemSchema();
                RequestBounds.Describe(document);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                operation.Responses ??= [];
                operation.Responses.TryAdd("default", ProblemResponse(context.Document!));
                var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                if (metadata.OfType<IAllowAnonymous>().Any()) return Task.CompletedTask;
                operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
                operation.Responses.TryAdd("401", ProblemResponse(context.Document!));
                operation.Responses.TryAdd("403", ProblemResponse(context.Document!));
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                // The framework says "double", which would tell a generated client to lose digits.
                if (Decimals.Contains(context.JsonTypeInfo.Type)) schema.Format = "decimal";
                RequestBounds.DescribeLongText(schema, context);
                return Task.CompletedTask;
            });
        });

    /// <summary>
    /// Serves the document, built when it is asked for first: the endpoints of a process do not change, and the framework would build it anew for
    /// every request.
    /// </summary>
    public static IEndpointRouteBuilder MapApiDescription(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var built = new Lazy<Task<BuiltDescription>>(() => BuildAsync(routes.ServiceProvider));
        routes.MapGet(Path, async (HttpResponse response) => (await built.Value).Answer(response)).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    private static async Task<BuiltDescription> BuildAsync(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Version).GetOpenApiDocumentAsync();
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return BuiltDescription.Of(json.ToArray());
    }

    private static OpenApiResponse ProblemResponse(OpenApiDocument document) => new()
    {
        Description = "RFC 9457",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, document) },
        },
    };

    private static OpenApiSchema ProblemSchema()
    {
        static OpenApiSchema Text(string? description = null) => new() { Type = JsonSchemaType.String, Description = description };
        return new()
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "type", "title", "status", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("/problems/<code>"),
                ["title"] = Text("中文 / English"),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["detail"] = Text(),
                ["code"] = Text("稳定，可据以分支 / stable, to branch on"),
                ["traceId"] = Text(),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "code", "detail" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["index"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                            ["field"] = Text(),
                            ["code"] = Text(),
                            ["detail"] = Text(),
                        },
                    },
                },
            },
        };
    }
}
