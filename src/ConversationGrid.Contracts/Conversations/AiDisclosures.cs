using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Contracts;

/// <summary>
/// What customers are told about the assistant before they write, as the widget shows it. A text that is changed gets another version, so that a conversation
/// says for ever which one its customer saw.
/// </summary>
public static class AiDisclosures
{
    public const string Version = "2026-12";

    /// <summary>The texts by language; the first one stands for all languages without one.</summary>
    public static readonly IReadOnlyList<(string Language, string Text)> Texts =
    [
        ("en", "You are chatting with an AI assistant. It can make mistakes. You can ask for a person at any time."),
        ("ms", "Anda sedang bersembang dengan pembantu AI. Ia boleh tersilap. Anda boleh meminta bantuan manusia pada bila-bila masa."),
    ];

    private static readonly IReadOnlyDictionary<string, DisclosureShown> Shown = Texts.ToDictionary(
        t => t.Language, t => new DisclosureShown(t.Language, Version, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(t.Text)))));

    /// <summary>The text where a language is spoken, given as a tag (<c>ms-MY</c>).</summary>
    public static string TextOf(string locale) => Texts.First(t => t.Language == Of(locale).Language).Text;

    /// <summary>What is shown where a language is spoken, given as a tag (<c>ms-MY</c>).</summary>
    public static DisclosureShown Of(string locale) => Shown.GetValueOrDefault(locale.Split('-')[0].ToLowerInvariant(), Shown[Texts[0].Language]);
}

/// <summary>Which text told a customer that it talks to an AI.</summary>
/// <param name="Hash">SHA-256 of the text, lower-case hex.</param>
public sealed record DisclosureShown(string Language, string Version, string Hash);
