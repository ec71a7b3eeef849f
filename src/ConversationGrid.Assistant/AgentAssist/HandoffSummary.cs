using System.Globalization;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>
/// What a human who takes over should know, a line each: how much was written, what is open, the mood, facts, what was answered last. Every line names the
/// events it rests on as <c>#seq</c>. It only quotes, so it cannot be wrong about what was said.
/// </summary>
internal static class HandoffSummary
{
    private const int OpenMax = 5;
    private const int FactsMax = 8;
    private const int LineLengthMax = 200;

    /// <summary>A change of mood that is told.</summary>
    private const double MoodStep = 0.3;

    public static string? Of(IReadOnlyList<TranscriptLine> transcript)
    {
        var customer = transcript.Where(line => line.By == ActorKind.Customer).ToList();
        if (customer.Count == 0) return null;
        var text = new StringBuilder().Append("The customer wrote ").Append(customer.Count).Append(customer.Count == 1 ? " message." : " messages.");
        foreach (var line in OpenQuestions(transcript))
            text.Append("\nOpen (#").Append(line.Seq).Append("): ").Append(Shorten(line.Text));
        if (MoodOf(customer) is { } mood) text.Append("\nMood: ").Append(mood);
        if (FactsOf(customer) is { Count: > 0 } facts) text.Append("\nFacts: ").AppendJoin("; ", facts);
        if (transcript.LastOrDefault(line => line.By == ActorKind.Bot && !IsHandoff(line.Text)) is { } said)
            text.Append("\nThe assistant said last (#").Append(said.Seq).Append("): ").Append(Shorten(said.Text));
        return text.ToString();
    }

    /// <summary>What the customer asked and nobody answered; who only asks for a person or thanks, asks nothing. The newest are kept.</summary>
    public static IReadOnlyList<TranscriptLine> OpenQuestions(IReadOnlyList<TranscriptLine> transcript)
    {
        var open = new List<TranscriptLine>();
        foreach (var line in transcript)
        {
            if (line.By == ActorKind.Customer && !AnswerComposer.IsAside(line.Text)) open.Add(line);
            else if (line.By is ActorKind.Bot or ActorKind.Agent && !IsHandoff(line.Text)) open.Clear();
        }
        return [.. open.TakeLast(OpenMax)];
    }

    private static string? MoodOf(List<TranscriptLine> customer)
    {
        var read = customer.Where(line => line.Analysis is not null).Select(line => (line.Seq, line.Analysis!.Sentiment.Score, line.Analysis.Emotion)).ToList();
        if (read.Count == 0) return null;
        var (first, last) = (read[0], read[^1]);
        var word = last.Score switch { <= -0.3 => "negative", >= 0.3 => "positive", _ => "neutral" };
        var course = (last.Score - first.Score) switch { <= -MoodStep => ", falling", >= MoodStep => ", rising", _ => "" };
        var emotion = last.Emotion is "neutral" or "" ? "" : $", {last.Emotion}";
        return string.Create(CultureInfo.InvariantCulture, $"{word}{emotion}{course} (#{first.Seq} {first.Score:0.0}{(read.Count > 1 ? $", #{last.Seq} {last.Score:0.0}" : "")})");
    }

    /// <summary>Names, orders, addresses to reach the customer under: each once, as it was written.</summary>
    private static List<string> FactsOf(List<TranscriptLine> customer) =>
        [.. customer.SelectMany(line => PersonalDataFinder.Find(line.Text)
                .Where(span => span.Type is PersonalDataType.Person or PersonalDataType.OrderNumber or PersonalDataType.Email or PersonalDataType.Phone or PersonalDataType.Address)
                .Select(span => (line.Seq, Kind: span.Type.Placeholder(), Value: line.Text.Substring(span.Start, span.Length))))
            .DistinctBy(fact => (fact.Kind, fact.Value)).Take(FactsMax).Select(fact => $"{fact.Kind} {Shorten(fact.Value)} (#{fact.Seq})")];

    private static bool IsHandoff(string text) => Phrases.IsHandoff(text);
    private static string Shorten(string text) => (text.Length <= LineLengthMax ? text : string.Concat(text.AsSpan(0, LineLengthMax), "...")).ReplaceLineEndings(" ");
}
