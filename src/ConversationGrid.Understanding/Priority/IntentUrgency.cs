using System.Collections.Frozen;

namespace ConversationGrid.Understanding.Priority;

/// <summary>How urgent an intent is by itself, from the words of its name ("card_lost", "Praise", "report-fraud"), as every workspace names its own.</summary>
internal static class IntentUrgency
{
    private const double Ordinary = 1.0;

    private static readonly FrozenDictionary<string, (double Urgency, string About)> Words = Build();

    /// <summary>The most urgent thing that the name speaks of; courtesies are 0, anything unknown is an ordinary request.</summary>
    public static (double Urgency, string? About) Of(string intent)
    {
        var (best, about, courtesy) = (Ordinary, (string?)null, false);
        var lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < intent.Length;)
        {
            var start = i;
            while (i < intent.Length && char.IsLetter(intent[i]))
                i++;
            if (i > start && lookup.TryGetValue(intent.AsSpan(start, i - start), out var word))
            {
                courtesy |= word.Urgency == 0;
                if (word.Urgency > best)
                    (best, about) = word;
            }
            i = Math.Max(i, start + 1);
        }
        return courtesy && about is null ? (0, null) : (best, about);
    }

    private static FrozenDictionary<string, (double Urgency, string About)> Build()
    {
        var words = new Dictionary<string, (double, string)>(StringComparer.OrdinalIgnoreCase);
        Add(0, "courtesy", "praise compliment thanks thank greeting greet greetings goodbye bye smalltalk chitchat feedback_positive");
        Add(2, "fraud", "fraud scam stolen compromised unauthorised unauthorized hacked phishing");
        Add(1.5, "outage", "outage down emergency");
        Add(1.5, "loss", "lost swallowed twice missing");
        Add(1.3, "problem", "problem damaged broken failed declined blocked wrong delayed late unrecognised unrecognized");
        Add(1.2, "complaint", "complaint complain escalate escalation");
        return words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(double urgency, string about, string list)
        {
            foreach (var word in list.Split(' '))
                words[word] = (urgency, about);
        }
    }
}
