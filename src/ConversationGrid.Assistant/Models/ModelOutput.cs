using System.Text;
using Microsoft.Extensions.AI;

namespace ConversationGrid.Assistant.Models;

/// <summary>What a model has written so far, up to a length, and what it charged.</summary>
internal sealed class ModelOutput(int lengthMax)
{
    /// <summary>Characters that a token is worth where the model does not say what it charged.</summary>
    private const int CharactersPerToken = 4;

    private readonly StringBuilder _text = new();
    private int _charged;

    public string Text => _text.ToString();
    public bool IsFull => _text.Length >= lengthMax;

    /// <summary>What the model charged, or else what it ought to have.</summary>
    public int TokensFor(IEnumerable<ChatMessage> messages) => _charged > 0 ? _charged : (messages.Sum(m => m.Text.Length) + _text.Length) / CharactersPerToken;

    /// <summary>Takes a piece; gives what of its text counts.</summary>
    public string Take(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
            if (content is UsageContent { Details.TotalTokenCount: { } total }) _charged = (int)Math.Clamp(total, 0, 1_000_000);
        var text = update.Text;
        if (text.Length == 0 || IsFull) return "";
        text = text.Length <= lengthMax - _text.Length ? text : text[..(lengthMax - _text.Length)];
        _text.Append(text);
        return text;
    }
}
