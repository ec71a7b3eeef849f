using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.SmallMessages;

namespace ConversationGrid.Assistant.Answers;

/// <summary>What an answer from articles rests on beside the message itself. Recorded with the decision, so that it can be made again.</summary>
/// <param name="Before">What the customer asked before and was answered.</param>
/// <param name="Chosen">The article's title that the message chooses, where the assistant asked which one is meant.</param>
/// <param name="AskedBack">Whether the assistant asked back before in this episode: it does so once.</param>
/// <param name="Displeased">Whether the customer said before that an answer was no help: then a human goes on.</param>
/// <param name="Sorry">Whether the message tells of anger or a loss that nobody was sorry for yet.</param>
/// <param name="Unread">Whether no model could read the message.</param>
internal sealed partial record TurnContext(string? Before = null, string? Chosen = null, bool AskedBack = false, bool Displeased = false, bool Sorry = false,
    bool Unread = false)
{
    public static readonly TurnContext None = new();

    private const double BadMood = -0.5;
    private const double LowMood = -0.15;

    private static readonly string[] Losses = ["money lost", "broken or missing", "long wait", "asked before"];

    private static readonly JsonSerializerOptions Json =
        new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The context of the message that is answered.</summary>
    public static TurnContext Of(AssistantRequest request, string question)
    {
        var (open, earlier) = Split(request.Transcript);
        var choices = earlier.LastOrDefault(line => line.By == ActorKind.Bot && !line.IsNotice) is { } said ? Phrases.ChoicesIn(said.Text) : [];
        return new(
            QuestionBefore(earlier), ChosenOf(choices, question), earlier.Any(line => line.By == ActorKind.Bot && Phrases.ChoicesIn(line.Text).Count > 0),
            earlier.Any(line => line.By == ActorKind.Customer && SmallMessageReader.Of(line.Text).Kind == SmallTalkKind.Displeasure),
            open.Any(TellsOfTrouble) && !earlier.Any(line => line.By == ActorKind.Bot && IsSorry(line.Text)),
            question.Any(char.IsLetter) && open.LastOrDefault()?.Analysis?.Reasons?.Contains(AnalysisReasons.NotUnderstood) == true);
    }

    /// <summary>A number alone as the answer to what was talked about: the question before with the number as an order's; null for any other message.</summary>
    public static string? WithNumber(AssistantRequest request, string question) =>
        BareNumber().Match(question) is { Success: true } number && QuestionBefore(Split(request.Transcript).Earlier) is { } before
            ? $"{before.Replace('?', ' ').Replace('!', ' ').TrimEnd(' ', '.')} #{number.Groups[1].Value}" : null;

    public string? ToJson() => this == None ? null : JsonSerializer.Serialize(this, Json);

    public static TurnContext Read(string? seen) => seen is null ? None : JsonSerializer.Deserialize<TurnContext>(seen, Json) ?? None;

    /// <summary>The messages that nobody answered yet, and what stands before them.</summary>
    private static (List<TranscriptLine> Open, List<TranscriptLine> Earlier) Split(IReadOnlyList<TranscriptLine> transcript)
    {
        var first = transcript.Count;
        while (first > 0 && (transcript[first - 1].By == ActorKind.Customer || transcript[first - 1].IsNotice)) first--;
        return ([.. transcript.Skip(first).Where(line => line.By == ActorKind.Customer)], [.. transcript.Take(first)]);
    }

    /// <summary>The last question before; with the one before that where it leans on it.</summary>
    private static string? QuestionBefore(List<TranscriptLine> earlier)
    {
        var asked = earlier.Where(line => line.By == ActorKind.Customer && !AnswerComposer.IsAside(line.Text)).TakeLast(2).Select(line => line.Text).ToList();
        if (asked.Count == 0) return null;
        return asked.Count == 2 && AnswerComposer.LeansOnBefore(asked[1]) ? $"{asked[0]} {asked[1]}" : asked[^1];
    }

    private static string? ChosenOf(IReadOnlyList<string> choices, string question)
    {
        if (choices.Count == 0) return null;
        var place = AnswerComposer.ChoiceOf(question);
        return place >= 0 && place < choices.Count ? choices[place]
            : choices.FirstOrDefault(title => title.Equals(question.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    private static bool TellsOfTrouble(TranscriptLine line) => line.Analysis is { } read
        && (read.Sentiment.Score <= BadMood
            || (read.Sentiment.Score < LowMood && read.Reasons?.Any(reason => reason == "anger" || Losses.Contains(reason)) == true));

    private static bool IsSorry(string text) => PhraseBook.Languages.Any(
        language => text.StartsWith(PhraseBook.Of(Phrase.Sorry, language), StringComparison.Ordinal));

    [GeneratedRegex(@"^\W*(?:it(?:'?s| is)|order|no|number|nombor|pesanan|ini|its)?[ .:#]*(\d{3,12})\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex BareNumber();
}
