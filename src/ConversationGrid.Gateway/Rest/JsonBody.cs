using System.Text.Json;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What the parser of JSON lets through and no reader of it can use.</summary>
public static class JsonBody
{
    /// <summary>False where an object names a key twice, or a text holds a lone surrogate.</summary>
    public static bool IsReadable(JsonElement body)
    {
        try
        {
            return Reads(body);
        }
        catch (InvalidOperationException)
        {
            // The text of an escape that is half of a character.
            return false;
        }
    }

    private static bool Reads(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Object => ReadsObject(body),
        JsonValueKind.Array => body.EnumerateArray().All(Reads),
        JsonValueKind.String => body.GetString() is not null,
        _ => true,
    };

    private static bool ReadsObject(JsonElement body)
    {
        // Readers take names in any case: the second of two would win, whatever was checked of the first.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return body.EnumerateObject().All(p => names.Add(p.Name) && Reads(p.Value));
    }
}
