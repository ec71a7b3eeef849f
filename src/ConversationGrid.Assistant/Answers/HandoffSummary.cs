using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Assistant.Answers;

/// <summary>
/// What a human who takes over should know: what is open or was asked last, the mood, facts, what was answered last. Every line names the events it rests on.
/// It only quotes, so it cannot be wrong about what was said.
/// </summary>
internal static class HandoffSummary
{
    private const int OpenMax = 5;
    private const int FactsMax = 8;
    private const int LineLengthMax = 200;

    /// <summary>From here on a mood is a good or a bad one.</summary>
    private const double MoodFelt = 0.3;

    /// <summary>A change of mood that is told.</summary>
    private const double MoodStep = 0.3;

    public static ConversationSummary? Of(IReadOnlyList<TranscriptLine> transcript)
    {
        var customer = transcript.Where(line => line.By == ActorKind.Customer).ToList();
        if (customer.Count == 0) return null;
        var open = OpenQuestions(transcript);
        List<SummaryLine> lines = [.. open.Select(line => Quoted("open", line))];
        if (open.Count == 0 && LastQuestion(transcript) is { } asked) lines.Add(Quoted("asked", asked));
        if (transcript.LastOrDefault(line => line.By == ActorKind.Bot && !IsNotice(line)) is { } said) lines.Add(Quoted("said", said));
        if (MoodOf(customer) is { } mood) lines.Add(mood);
        lines.AddRange(FactsOf(customer));
        if (FilesOf(customer) is { } files) lines.Add(files);
        return new(string.Join('\n', lines.Select(Told).Prepend($"The customer wrote {customer.Count} message{(customer.Count == 1 ? "" : "s")}.")), lines);
    }

    /// <summary>What the customer asked and nobody answered; who only asks for a person or thanks, asks nothing. The newest are kept.</summary>
    public static IReadOnlyList<TranscriptLine> OpenQuestions(IReadOnlyList<TranscriptLine> transcript)
    {
        var open = new List<TranscriptLine>();
        foreach (var line in transcript.Where(line => line.Text.Length > 0))
        {
            if (line.By == ActorKind.Customer && !AnswerComposer.IsAside(line.Text)) open.Add(line);
            else if (line.By is ActorKind.Bot or ActorKind.Agent && !IsNotice(line)) open.Clear();
        }
        return [.. open.TakeLast(OpenMax)];
    }

    /// <summary>What the customer asked last, answered or not; null where it only asked for a person, greeted or thanked.</summary>
    public static TranscriptLine? LastQuestion(IReadOnlyList<TranscriptLine> transcript) =>
        transcript.LastOrDefault(line => line is { By: ActorKind.Customer, Text.Length: > 0 } && !AnswerComposer.IsAside(line.Text));

    private static SummaryLine Quoted(string kind, TranscriptLine line) => new(kind, [line.Seq], Shorten(line.Text));

    private static SummaryLine? MoodOf(List<TranscriptLine> customer)
    {
        var read = customer.Where(line => line.Analysis is not null).Select(line => (line.Seq, line.Analysis!.Sentiment.Score, line.Analysis.Emotion)).ToList();
        if (read.Count == 0) return null;
        var (first, worst, last) = (read[0], read.MinBy(line => line.Score), read[^1]);

        // Who was angry and asks for a person in plain words is still who was angry.
        var isSoothed = worst.Score <= -MoodFelt && last.Score - worst.Score >= MoodStep;
        var (from, felt) = isSoothed ? (worst, worst) : (first, last);
        var value = felt.Score switch { <= -MoodFelt => "negative", >= MoodFelt => "positive", _ => "neutral" };
        var course = (last.Score - from.Score) switch { <= -MoodStep => "falling", >= MoodStep => "rising", _ => null };
        return new(
            "mood", from.Seq == last.Seq ? [last.Seq] : [from.Seq, last.Seq], Value: value, Emotion: felt.Emotion is "neutral" or "" ? null : felt.Emotion,
            Course: course);
    }

    /// <summary>The files that the customer sent, by their names; the newest messages with files are named.</summary>
    private static SummaryLine? FilesOf(List<TranscriptLine> customer)
    {
        var sent = customer.Where(line => line.Files is { Count: > 0 }).TakeLast(FactsMax).ToList();
        return sent.Count == 0 ? null
            : new("files", [.. sent.Select(line => line.Seq)], Shorten(string.Join(", ", sent.SelectMany(line => line.Files!))));
    }

    /// <summary>Names, orders, addresses to reach the customer under: each once, as it was written.</summary>
    private static IEnumerable<SummaryLine> FactsOf(List<TranscriptLine> customer) =>
        customer.SelectMany(line => PersonalDataFinder.Find(line.Text)
                .Where(span => span.Type is PersonalDataType.Person or PersonalDataType.OrderNumber or PersonalDataType.Email or PersonalDataType.Phone
                    or PersonalDataType.Address)
                .Select(span => new SummaryLine("fact", [line.Seq], Shorten(line.Text.Substring(span.Start, span.Length)), span.Type.Placeholder())))
            .DistinctBy(fact => (fact.Value, fact.Text)).Take(FactsMax);

    private static string Told(SummaryLine line)
    {
        var seqs = string.Join(", ", line.Seqs.Select(seq => string.Create(CultureInfo.InvariantCulture, $"#{seq}")));
        return line.Kind switch
        {
            "files" => $"Files ({seqs}): {line.Text}",
            "open" => $"Open ({seqs}): {line.Text}",
            "asked" => $"Asked last ({seqs}): {line.Text}",
            "said" => $"The assistant said last ({seqs}): {line.Text}",
            "mood" => $"Mood ({seqs}): {string.Join(", ", new[] { line.Value, line.Emotion, line.Course }.Where(word => word is not null))}",
            _ => $"{FactName(line.Value)} ({seqs}): {line.Text}",
        };
    }

    private static string FactName(string? kind) => kind switch
    {
        null or "" => "Fact",
        "order" => "Order number",
        "email" => "E-mail",
        var other => char.ToUpperInvariant(other[0]) + other[1..],
    };

    private static bool IsNotice(TranscriptLine line) => line.IsNotice || (line.By == ActorKind.Bot && Phrases.IsHandoff(line.Text));
    private static string Shorten(string text) => (text.Length <= LineLengthMax ? text : string.Concat(text.AsSpan(0, LineLengthMax), "..."))
        .ReplaceLineEndings(" ");
}
