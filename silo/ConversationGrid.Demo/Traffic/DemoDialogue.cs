using System.Text.Json;

namespace ConversationGrid.Demo.Traffic;

/// <summary>One written dialogue of a customer of the demo's shop.</summary>
/// <param name="Name">What the customer calls itself.</param>
/// <param name="Score">What it rates the conversation with, 1 to 5; null: it does not.</param>
public sealed record DemoDialogue(string Name, string Locale, IReadOnlyList<DemoLine> Lines, int? Score)
{
    /// <summary>All dialogues, in the order of the file. Read again at each call; keep the result.</summary>
    public static IReadOnlyList<DemoDialogue> ReadAll()
    {
        using var file = typeof(DemoDialogue).Assembly.GetManifestResourceStream("Traffic/dialogues.json")!;
        return JsonSerializer.Deserialize<List<DemoDialogue>>(file, JsonSerializerOptions.Web)!;
    }
}

/// <summary>One thing that is said or done.</summary>
public sealed record DemoLine(DemoVoice By, string? Text);

/// <summary>Who speaks, or what happens.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<DemoVoice>))]
public enum DemoVoice
{
    None = 0,
    Customer,
    /// <summary>The customer presses "talk to a person".</summary>
    AsksForPerson,
    /// <summary>What the played colleague answers, if the conversation became its own.</summary>
    Colleague,
}
