using System.Text.Json.Nodes;

namespace Bishui.Features.Registers;

/// <summary>A register's fields as a JSON Schema (draft 2020-12), so that a page can draw a form from it. Labels are Chinese; what is English stands beside them.</summary>
internal static class RegisterSchema
{
    public static JsonObject Of(Register register)
    {
        var declared = register.Declared;
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["title"] = declared.TitleZh,
            ["x-title-en"] = declared.TitleEn,
            ["x-register"] = register.Key,
            ["x-topics"] = new JsonArray([.. declared.Topics.Select(topic => JsonValue.Create(topic))]),
        };
        if (declared.HelpZh is { } help) schema["description"] = help;
        if (declared.DutyObject is { } kind) schema["x-duty-object"] = kind;
        schema["properties"] = new JsonObject(register.Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, Of(field))));
        schema["required"] = new JsonArray([.. register.Fields.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Key))]);
        schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonObject Of(RegisterField field)
    {
        var declared = field.Declared;
        var schema = new JsonObject { ["title"] = declared.LabelZh, ["x-title-en"] = declared.LabelEn };
        if (declared.HelpZh is { } help) schema["description"] = help;
        if (declared.Unit is { } unit) schema["x-unit"] = unit;
        if (declared.Refers is { } named) schema["x-refers"] = named;
        if (declared.IsName) schema["x-name"] = true;
        if (declared.Personal) schema["x-personal"] = true;
        var value = schema;
        if (field.IsList)
        {
            schema["type"] = "array";
            schema["maxItems"] = RegisterField.MostItems;
            schema["items"] = value = [];
        }
        Describe(field, value);
        return schema;
    }

    private static void Describe(RegisterField field, JsonObject value)
    {
        switch (field.Kind)
        {
            case FieldKind.Text:
                value["type"] = "string";
                value["minLength"] = 1;
                value["maxLength"] = field.Declared.MaxLength;
                if (field.Declared.Pattern is { } pattern) value["pattern"] = $"^(?:{pattern})$";
                break;
            case FieldKind.Number or FieldKind.Integer:
                value["type"] = field.Kind == FieldKind.Number ? "number" : "integer";
                if (field.Min is { } least) value["minimum"] = least;
                if (field.Max is { } most) value["maximum"] = most;
                break;
            case FieldKind.Boolean:
                value["type"] = "boolean";
                break;
            case FieldKind.Day:
                value["type"] = "string";
                value["format"] = "date";
                break;
            default:
                value["type"] = "string";
                value["enum"] = new JsonArray([.. field.Choices.Select(choice => JsonValue.Create(choice.Word))]);
                value["x-enum-labels"] = new JsonObject(field.Choices.Select(choice =>
                    KeyValuePair.Create<string, JsonNode?>(choice.Word, new JsonObject { ["zh"] = choice.Zh, ["en"] = choice.En })));
                break;
        }
    }
}
