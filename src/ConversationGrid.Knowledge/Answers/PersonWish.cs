using System.Reflection;
using System.Text.RegularExpressions;
using ConversationGrid.Contracts;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Hears whether a customer asks for a person, by rule, in English, Malay and what is spoken between them. The words and their kinds stand in
/// <c>Text/Persons.txt</c>; a sentence asks for a person when one of these holds:
/// <list type="number">
/// <item>it has words of such requests only, and a person among them ("agent pls", "ada staf tak"), or somebody to be passed on ("transfer me");</item>
/// <item>a word for talking, joining or reaching, then a person with nothing topical between ("speak to one of your staff");</item>
/// <item>a wish and a person, the person not being part of something else ("I want a human to look at it", but not "agent account");</item>
/// <item>a person, then words for talking or calling back ("someone I can talk to", "have an agent contact me");</item>
/// <item>no machine is wanted ("I don't want to talk to a bot").</item>
/// </list>
/// A question what answers here ("are you a human?") is no wish, and somebody else ("another person", "delivery agent") is none of ours.
/// </summary>
internal static partial class PersonWish
{
    /// <summary>Words between a wish and a person.</summary>
    private const int ReachMax = 6;

    private static readonly char[] ClauseEnds = [',', ':', '(', ')', '–', '—', '，', '、'];

    private static readonly PersonWords Known = PersonWords.Parse(EmbeddedResource.ReadText(Assembly.GetExecutingAssembly(), "Text/Persons.txt"));

    /// <summary>The rule that asks for a person, or null.</summary>
    public static string? Of(string text)
    {
        foreach (var sentence in text.Split(['.', '!', '?', ';', '\n', '。', '！', '？'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var wanted = WithoutRefusals(sentence);
            if (OfSentence(wanted) is { } rule)
                return $"rule: asks for a person ({rule})";
            // What stands between commas is judged alone too: "I want a human, order 1002" wants one, whatever follows.
            foreach (var clause in wanted.Split(ClauseEnds, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (clause.Length < wanted.Length && OfClause(clause) is { } part)
                    return $"rule: asks for a person ({part})";
        }
        return PersonWishAbroad.Of(text) is { } abroad ? $"rule: {abroad}" : null;
    }

    /// <summary>The text without the clauses that say that no person is wanted ("I do not want to talk to a human, just tell me ..."); empty where nothing else
    /// is said.</summary>
    public static string WithoutRefusals(string text)
    {
        var kept = Refusal().Replace(text, match => HasPerson(match.Value) && !Restart().IsMatch(match.Value[match.Groups["not"].Length..]) ? " "
            : match.Value);
        return kept.AsSpan().ContainsAnyExcept(" .,;:!?-\r\n\t") ? kept.Trim(' ', ',') : "";
    }

    private static bool HasPerson(string clause) =>
        Known.Of(Words.Of(clause)) is var words && words.Exists(w => w.Is(PersonWordKind.Person | PersonWordKind.Anyone | PersonWordKind.Desk))
        && !words.Exists(w => w.Is(PersonWordKind.Machine));

    /// <summary>From a negation to the end of its clause.</summary>
    [GeneratedRegex(
        @"(?<not>(?:\b(?:i|we|please|pls|and|also|saya|aku|kami|really|tolong) +)*\b(?:(?<!\bwhy )(?:do not|don['\u2019]?t|did not|didn['\u2019]?t) +(?!you\b)(?:\w+ +)?(?:want|need|wanna|wish|like|require|have to|care to|connect|transfer|pass|put|call|send|escalate|hand|bring)" +
        @"|no need|not need|need not|rather not|prefer not|not (?:want|looking|asking|interested)|without|no (?=(?:humans?|agents?|persons?|people|staff|operators?)\b)|tak ?nak|tak mahu|tak perlu|tak payah|tidak mahu|tidak perlu|x ?nak|x ?perlu|x payah|jangan|bukan nak|tanpa)\b)" +
        @"[^,.;!?\n]*?(?=$|[,.;!?\n]| (?:but|just|only|simply|tapi|cuma|hanya|nak (?:tahu|tanya)) )",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    /// <summary>A wish after all in the same clause.</summary>
    [GeneratedRegex(@"\b(?:i (?:want|need|prefer)|give me|let me|get me|connect me|transfer me|pass me|put me|saya nak|nak cakap|bagi saya|(?<=\w )sambung(?:kan)? saya)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Restart();

    /// <summary>Whether the whole text asks what it is that answers here.</summary>
    public static bool AsksWhatAnswers(string text)
    {
        var words = Known.Of(Words.Of(text));
        return words.Exists(w => w.Is(PersonWordKind.About)) && words.Exists(w => w.Is(PersonWordKind.Machine | PersonWordKind.Person | PersonWordKind.Anyone))
            && words.TrueForAll(w => w.Kind != PersonWordKind.None) && OfSentence(text) is null;
    }

    /// <summary>A clause of a sentence in which no other says who or what answers here.</summary>
    private static string? OfClause(string clause) => clause.Contains(' ', StringComparison.Ordinal) || HasPerson(clause) ? OfSentence(clause) : null;

    private static string? OfSentence(string sentence)
    {
        var words = Known.Of(Words.Of(sentence));
        if (IsRequestOnly(words) && !IsAbout(words, words.Count - 1))
            return "nothing else is said";
        var last = Known.Of(Words.Of(sentence[LastPart(sentence)..]));
        if (last.Count < words.Count && IsRequestOnly(last) && !IsAbout(words, words.Count - 1))
            return "the last words";
        if (IsNamedAlone(words))
            return "a person by itself";
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Is(PersonWordKind.Machine) && IsUnwanted(words, i))
                return "no machine";
            if (IsOneOfOurs(words, i) && !IsAbout(words, i) && AsksFor(words, i) is { } rule)
                return rule;
        }
        return null;
    }

    /// <summary>Where the last part begins: behind a comma, or behind a word that adds something ("... and a human please").</summary>
    private static int LastPart(string sentence)
    {
        var comma = sentence.LastIndexOf(',') + 1;
        var added = Adds().Matches(sentence) is { Count: > 0 } found ? found[^1] : null;
        return added is not null && added.Index + added.Length > comma ? added.Index + added.Length : comma;
    }

    /// <summary>A word for a human with a word that asks beside it, whatever stands before: "this is nonsense human please", "manusia tolong".</summary>
    private static bool IsNamedAlone(List<PersonWord> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].Is(PersonWordKind.Person) || IsAbout(words, i)) continue;
            var end = i == words.Count - 1 || IsPlease(words[i + 1].Text);
            var begin = i == 0 || IsArticle(words[i - 1].Text) || words[i - 1].Is(PersonWordKind.Kind) || words[i - 1].Kind == PersonWordKind.None;
            var asks = (i + 1 < words.Count && IsPlease(words[i + 1].Text)) || (i > 0 && IsPlease(words[i - 1].Text));
            if (begin && end && asks) return true;
        }
        return false;
    }

    private static bool IsPlease(string word) => word is "please" or "pls" or "plz" or "plss" or "tolong" or "now" or "asap";

    private static bool IsArticle(string word) => word is "a" or "an" or "the" or "real" or "please" or "pls" or "plz" or "tolong" or "some" or "any"
        or "seorang" or "sorang";

    [GeneratedRegex(@"\b(?:and|or|then|but|also|plus|so|dan|atau|tapi|lepas tu) |[&:–—] ?| - ", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Adds();

    private static bool IsRequestOnly(List<PersonWord> words) =>
        words.TrueForAll(w => w.Kind != PersonWordKind.None && !w.Is(PersonWordKind.Other))
        && (words.Exists(w => w.Is(PersonWordKind.Person | PersonWordKind.Anyone)) || IsDeskAskedFor(words) || IsPassedOn(words))
        && !words.Exists(w => w.Is(PersonWordKind.Machine));

    private static bool IsDeskAskedFor(List<PersonWord> words) =>
        words.Exists(w => w.Is(PersonWordKind.Desk))
        && words.TrueForAll(w => w.Is(PersonWordKind.Desk | PersonWordKind.Want | PersonWordKind.Talk | PersonWordKind.Join | PersonWordKind.Filler))
        && !words.Exists(w => w.Is(PersonWordKind.Reach))
        && !words.Exists(w => w.Text is "how" or "what" or "where" or "when");

    /// <summary>Somebody is to be passed on: "transfer me", and not "the transfer that I made".</summary>
    private static bool IsPassedOn(List<PersonWord> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Is(PersonWordKind.Join)
                && (words[i].Text is "escalate" or "sambung" || EndsWithMe(words[i])
                    || (i + 1 < words.Count && words[i + 1].Text is "me" or "us" or "saya" or "aku" or "kami")))
                return true;
        }
        return false;
    }

    private static bool EndsWithMe(PersonWord word) => word.Text.EndsWith(" me", StringComparison.Ordinal);

    /// <summary>A person, and none that another word makes somebody else's.</summary>
    private static bool IsOneOfOurs(List<PersonWord> words, int i) =>
        words[i].Is(PersonWordKind.Person | PersonWordKind.Anyone | PersonWordKind.Desk)
        && (i == 0 || (words[i - 1].Kind != PersonWordKind.None && !words[i - 1].Is(PersonWordKind.Other)))
        && !(i + 1 < words.Count && words[i + 1].Is(PersonWordKind.Other));

    /// <summary>Whether what is said before asks who or what answers here.</summary>
    private static bool IsAbout(List<PersonWord> words, int i)
    {
        for (var j = i; j >= 0 && words[j].Kind != PersonWordKind.None; j--)
        {
            if (j < i && words[j].Is(PersonWordKind.Talk | PersonWordKind.Join))
                return false;
            if (words[j].Is(PersonWordKind.About))
                return true;
        }
        return false;
    }

    private static string? AsksFor(List<PersonWord> words, int person)
    {
        for (var i = person - 1; i >= Math.Max(0, person - ReachMax) && words[i].Kind != PersonWordKind.None; i--)
        {
            // Where something else reaches out ("can the driver call somebody"), no desk is meant; how to reach the desk is a question.
            var reaches = words[i].Is(PersonWordKind.Reach) && !words[person].Is(PersonWordKind.Desk) && (i == 0 || words[i - 1].Kind != PersonWordKind.None);
            if (reaches || words[i].Is(PersonWordKind.Talk) || (words[i].Is(PersonWordKind.Join) && IsPassedOnTo(words, i, person)))
                return $"{words[i].Text} ... {words[person].Text}";
            if (words[i].Is(PersonWordKind.Want) && IsMeant(words, person))
                return $"{words[i].Text} ... {words[person].Text}";
        }
        return IsToTalkTo(words, person) || IsToCallBack(words, person) ? $"{words[person].Text}, to talk to" : null;
    }

    /// <summary>Money goes to anyone, a customer to one of ours.</summary>
    private static bool IsPassedOnTo(List<PersonWord> words, int join, int person) =>
        words[person].Is(PersonWordKind.Person | PersonWordKind.Desk) || EndsWithMe(words[join])
        || words.Skip(join).Take(person - join).Any(w => w.Is(PersonWordKind.Me));

    /// <summary>A person as such: a human, or anyone of whom nothing else is said; and no word that makes it part of something else.</summary>
    private static bool IsMeant(List<PersonWord> words, int person)
    {
        var isLast = person == words.Count - 1;
        if (words[person].Is(PersonWordKind.Desk))
            return false;
        if (!words[person].Is(PersonWordKind.Person) && !(person > 0 && words[person - 1].Is(PersonWordKind.Kind)))
            return isLast || words[person + 1].Is(PersonWordKind.Kind) || IsToTalkTo(words, person);
        return isLast || words[person + 1].Is(PersonWordKind.After);
    }

    private static bool IsToTalkTo(List<PersonWord> words, int person)
    {
        for (var i = person + 1; i < Math.Min(words.Count, person + ReachMax) && words[i].Kind != PersonWordKind.None; i++)
        {
            if (words[i].Is(PersonWordKind.Talk))
                return i == words.Count - 1 || words[i + 1].Text is "to" or "with" or "dengan" or "dgn" or "about";
        }
        return false;
    }

    private static bool IsToCallBack(List<PersonWord> words, int person)
    {
        var asked = person > 0 && words.Take(person).All(w => w.Kind != PersonWordKind.None) && words.Take(person).Any(w => w.Is(PersonWordKind.Want));
        if (!asked)
            return false;
        for (var i = person + 1; i + 1 < Math.Min(words.Count, person + ReachMax) && words[i].Kind != PersonWordKind.None; i++)
        {
            if (words[i].Is(PersonWordKind.Reach))
                return words[i + 1].Is(PersonWordKind.Me);
        }
        return false;
    }

    /// <summary>No machine is wanted, said by the customer and not of itself ("I am not a robot").</summary>
    private static bool IsUnwanted(List<PersonWord> words, int machine)
    {
        var isUnwanted = false;
        for (var i = machine - 1; i >= Math.Max(0, machine - ReachMax) && words[i].Kind != PersonWordKind.None; i--)
        {
            if (words[i].Is(PersonWordKind.About))
                return false;
            isUnwanted |= words[i].Is(PersonWordKind.No);
        }
        return isUnwanted;
    }
}
