using System.Text.Json.Nodes;

namespace Bishui.Gateway.Identity;

/// <summary>
/// Reads the form of a request for a token before the library does, which takes one that it cannot read for a failure of its own: too many fields, keys or
/// values without end, what is no text.
/// </summary>
internal static class TokenForms
{
    private const int MostFields = 32;
    private const int LongestValue = 4096;

    public static IApplicationBuilder UseTokenForms(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/connect/token") && context.Request.HasFormContentType,
        branch => branch.Use(async (context, next) =>
        {
            if (await FaultAsync(context) is not { } fault)
            {
                await next(context);
                return;
            }
            // As OAuth 2 has it (RFC 6749, section 5.2), for that is what its clients read.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = "invalid_request", ["error_description"] = fault });
        }));

    private static async ValueTask<string?> FaultAsync(HttpContext context)
    {
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (form.Count > MostFields) return $"At most {MostFields} fields.";
            if (form.Files.Count > 0) return "No files.";
            foreach (var (key, values) in form)
                if (!IsText(key) || !values.All(IsText)) return $"Fields are text of at most {LongestValue} characters without control characters.";
            return null;
        }
        catch (InvalidDataException)
        {
            return "The form cannot be read, or has too many or too long fields.";
        }
    }

    private static bool IsText(string? text) => text is null || (text.Length <= LongestValue && !text.Any(c => char.IsControl(c) || c == '\uFFFD'));
}
