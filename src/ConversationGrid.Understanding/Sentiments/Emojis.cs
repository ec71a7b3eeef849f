using System.Collections.Frozen;
using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Understanding.Sentiments;

/// <summary>The mood of a message that is nothing but pictures and marks: what each of them stands for, the strongest first.</summary>
internal static class Emojis
{
    private const double Strong = 0.6;
    private const double Felt = 0.45;

    private static readonly FrozenSet<Rune> Angry = Of("😡🤬😠👿💢😤😾🖕🤮🤢👎😒🙄");
    private static readonly FrozenSet<Rune> Sad = Of("😢😭😞😔💔😿😩😫☹🙁😟😥😰😖😣");
    private static readonly FrozenSet<Rune> Glad = Of("❤😍🥰😊😀😃😄😁🙂🤩🎉👏💯💖💕💚💙🧡💛♥😻🤗🥳⭐🌟👌");

    /// <summary>Mood and emotion; null where none of them is known, or they stand against each other.</summary>
    public static (SentimentReading Mood, string Emotion)? Read(string text)
    {
        var (angry, sad, glad) = (false, false, false);
        foreach (var rune in text.EnumerateRunes())
        {
            angry |= Angry.Contains(rune);
            sad |= Sad.Contains(rune);
            glad |= Glad.Contains(rune);
        }
        return (angry, sad, glad) switch
        {
            (true, _, false) => (new(SentimentReader.Negative, -Strong), "anger"),
            (false, true, false) => (new(SentimentReader.Negative, -Felt), "sadness"),
            (false, false, true) => (new(SentimentReader.Positive, Strong), "joy"),
            _ => null,
        };
    }

    private static FrozenSet<Rune> Of(string emojis) => emojis.EnumerateRunes().ToFrozenSet();
}
