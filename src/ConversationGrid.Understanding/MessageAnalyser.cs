using ConversationGrid.Contracts;
using ConversationGrid.Understanding.Intents;
using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Priority;
using ConversationGrid.Understanding.Sentiments;
using ConversationGrid.Understanding.SmallMessages;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding;

/// <summary>What a workspace wants read; everything else comes back as the neutral answer.</summary>
[Flags]
public enum AnalysisParts
{
    None = 0,
    Language = 1,
    Sentiment = 2,
    Emotion = 4,
    Intent = 8,
    Reasons = 16,

    /// <summary>Everything: the default.</summary>
    All = Language | Sentiment | Emotion | Intent | Reasons,
}

/// <summary>
/// Reads a message with all models: language, sentiment, emotion, intent, priority. Thread-safe and deterministic: the same text and the same
/// <see cref="ModelSet.Version"/> give the same analysis, on every machine. Features are cut once and shared by all models. Never throws on any text.
/// </summary>
public sealed class MessageAnalyser(ModelStore models)
{
    private const int CarriersMax = 3;

    /// <summary>Mood of thanks in a language that no model reads.</summary>
    private const double ThanksScore = 0.5;

    /// <summary>
    /// A margin of one language against all others below which none of them claims the text: greetings and single words that many languages share.
    /// The conversation then keeps the language it has.
    /// </summary>
    private const float LanguageFloor = -0.5f;

    /// <summary>The same for a text of two words: names and loan words, which many languages share, weigh more in it.</summary>
    private const float ShortLanguageFloor = 0f;

    /// <summary>One word, "ya" or "pizza", is of no language by itself.</summary>
    private const int LanguageWordsMin = 2;

    /// <summary>Confidence from which on an intent says how soon somebody is needed.</summary>
    private const double IntentCounts = 0.3;

    /// <summary>Who tells that it was not heard is not content, even in plain words.</summary>
    private const UrgencySignals Unheard = UrgencySignals.RepeatedContact | UrgencySignals.LongWait | UrgencySignals.AngryWords;
    private const double UnheardScore = -0.35;
    private const double Untroubled = 0.15;
    private const double GladFrom = 0.3;

    /// <summary>Emotions that a good mood has not.</summary>
    private static readonly string[] Bad = ["anger", "disgust", "sadness", "fear"];

    /// <summary>An analyser over the shipped models.</summary>
    public MessageAnalyser()
        : this(new ModelStore())
    {
    }

    /// <summary>The models that the next message meets.</summary>
    public ModelStore Models { get; } = models;

    /// <param name="circumstances">What is known beside the text and may raise the priority; none for a first contact of an ordinary customer.</param>
    public MessageAnalysis Analyse(string text, AnalysisParts parts = AnalysisParts.All, PriorityCircumstances? circumstances = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var set = Models.Current;
        var reading = Reading.Of(text);
        var keys = reading.Grams.BaseKeys;
        var rows = reading.Rows[..keys.Length];
        var table = set.Base.Value;
        table.Find(keys, rows);
        var language = (parts & AnalysisParts.Language) == 0 ? "und" : ReadLanguage(set, table, reading, rows);
        var small = SmallMessageReader.MayBe(reading, text) ? SmallMessageReader.Of(text) : default;
        if (!Legibility.IsReadable(reading, table, set.Own.Value.Table))
            return small.IsCourtesy ? Courtesy(language, small, parts, set) : NotUnderstood(language, text, parts, circumstances, set);
        var emotion = (parts & AnalysisParts.Emotion) == 0 ? "neutral"
            : ReadLabel(set.EmotionPart.Model, table, ModelSet.EmotionAt, reading, rows, "neutral", float.NegativeInfinity);
        var (sentiment, mood) = (parts & AnalysisParts.Sentiment) == 0
            ? (new SentimentReading(SentimentReader.Neutral, 0), -1)
            : SentimentReader.Read(set.SentimentPart.Model, table, reading, rows);
        var intent = (parts & AnalysisParts.Intent) == 0 ? new IntentReading(IntentReader.None, 0) : IntentReader.Read(set.Own.Value, reading);
        var signals = UrgencyWords.Read(text) | (language is "en" or "ms" ? UrgencySignals.None : DangerAbroad.Read(text));
        if ((parts & AnalysisParts.Sentiment) != 0) (sentiment, emotion) = InContext(reading, text, signals, sentiment, emotion);
        // An intent that is only the least unlikely one says nothing of how soon.
        var asked = intent.Confidence >= IntentCounts ? intent.Name : IntentReader.None;
        // Who greets, thanks or only asks for attention has nothing urgent, whatever the single words say elsewhere.
        var priority = small.IsCourtesy ? PriorityReading.Whenever
            : PriorityReader.Weigh(signals, asked, sentiment.Score, circumstances ?? PriorityCircumstances.Ordinary);
        var reasons = (parts & AnalysisParts.Reasons) == 0 ? null : Reasons(set, reading, text, mood, priority.Reasons);
        return new MessageAnalysis(language, sentiment, emotion, intent, priority.Priority, set.Version, reasons,
            Anger.In(sentiment, emotion, priority.Reasons));
    }

    /// <summary>What the models of single words cannot see: pictures alone, praise that is none, and that somebody was not heard.</summary>
    private static (SentimentReading Mood, string Emotion) InContext(
        Reading reading, string text, UrgencySignals signals, SentimentReading mood, string emotion)
    {
        if (reading.Text.Letters == 0) return Emojis.Read(text) ?? (mood, emotion);
        if (mood.Label == SentimentReader.Positive && Sarcasm.In(text)) return (new(SentimentReader.Negative, Sarcasm.Score), "anger");
        if (mood.Label is SentimentReader.Neutral or SentimentReader.Unsure && mood.Score < Untroubled && (signals & Unheard) != 0)
            return (new(SentimentReader.Negative, Math.Min(mood.Score, UnheardScore)), emotion);
        return mood.Label == SentimentReader.Positive && Bad.Contains(emotion) ? (mood, mood.Score >= GladFrom ? "joy" : "neutral") : (mood, emotion);
    }

    /// <summary>The best few intents of a text with their confidences, best first.</summary>
    public IReadOnlyList<IntentReading> Intents(string text, int most = 3)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IntentReader.Alternatives(Models.Current.Own.Value, Reading.Of(text), most);
    }

    private static string ReadLanguage(ModelSet set, FeatureTable table, Reading reading, ReadOnlySpan<int> rows)
    {
        var (words, otherScript) = Legibility.Extent(reading);
        if (words < LanguageWordsMin && !otherScript) return "und";
        return ReadLabel(set.LanguagePart.Model, table, ModelSet.LanguageAt, reading, rows, "und", words == LanguageWordsMin && !otherScript
            ? ShortLanguageFloor : LanguageFloor);
    }

    /// <summary>A courtesy in a language that the models of mood and intent do not read.</summary>
    private static MessageAnalysis Courtesy(string language, SmallMessage small, AnalysisParts parts, ModelSet set)
    {
        var isGlad = small.Kind is SmallTalkKind.Thanks && (parts & AnalysisParts.Sentiment) != 0;
        return new(language, isGlad ? new(SentimentReader.Positive, ThanksScore) : new(SentimentReader.Neutral, 0), "neutral", new(IntentReader.None, 0), 0,
            set.Version);
    }

    /// <summary>What no model can read is an ordinary request for somebody who can, of no mood that anybody knows.</summary>
    private static MessageAnalysis NotUnderstood(string language, string text, AnalysisParts parts, PriorityCircumstances? circumstances, ModelSet set)
    {
        var mood = (parts & AnalysisParts.Sentiment) == 0 || text.AsSpan().Trim().IsEmpty ? SentimentReader.Neutral : SentimentReader.Unsure;
        var priority = PriorityReader.Weigh(
            UrgencyWords.Read(text) | DangerAbroad.Read(text), IntentReader.None, 0, circumstances ?? PriorityCircumstances.Ordinary);
        IReadOnlyList<string> reasons = [AnalysisReasons.NotUnderstood, .. priority.Reasons.Take(MessageAnalysis.ReasonsMax - 1)];
        return new(language, new(mood, 0), "neutral", new(IntentReader.None, 0), priority.Priority, set.Version, (parts & AnalysisParts.Reasons) == 0
            || mood == SentimentReader.Neutral ? null : reasons);
    }

    private static string ReadLabel(LinearModel model, FeatureTable table, int place, Reading reading, ReadOnlySpan<int> rows, string otherwise, float floor)
    {
        if (reading.Text.Letters == 0)
            return otherwise;
        var scores = reading.Scores(model.Stride);
        table.Score(place, reading.Grams, rows, scores);
        var best = 0;
        for (var i = 1; i < model.Labels.Length; i++)
        {
            if (scores[i] > scores[best])
                best = i;
        }
        return scores[best] < floor ? otherwise : model.Labels[best];
    }

    /// <summary>The words that carried the mood, strongest first, then what raised the priority; null when there is neither.</summary>
    private static List<string>? Reasons(ModelSet set, Reading reading, string text, int mood, IReadOnlyList<string> priority)
    {
        Span<int> taken = stackalloc int[CarriersMax];
        // At least as many places for what raised the priority as for words: alerts rest on it.
        var count = Carriers(set, reading, mood, taken[..Math.Min(CarriersMax, MessageAnalysis.ReasonsMax - Math.Min(priority.Count, CarriersMax))]);
        var more = Math.Min(priority.Count, MessageAnalysis.ReasonsMax - count);
        if (count + more == 0)
            return null;
        var reasons = new List<string>(count + more);
        foreach (var token in taken[..count])
        {
            var at = reading.Text.Tokens[token];
            var word = text.Substring(at.RawStart, at.RawLength);
            reasons.Add((at.Marks & TokenMarks.Negated) != 0 ? "not " + word : word);
        }
        for (var i = 0; i < more; i++)
            reasons.Add(priority[i]);
        return reasons;
    }

    private static int Carriers(ModelSet set, Reading reading, int mood, Span<int> taken)
    {
        var model = set.SentimentPart.Model;
        if (mood < 0 || model.Labels[mood] == SentimentReader.Neutral)
            return 0;
        var count = 0;
        while (count < taken.Length && SentimentReader.Carrier(set.Base.Value, reading, mood, taken[..count]) is var token and >= 0)
            taken[count++] = token;
        return count;
    }
}
