using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Answers;

/// <summary>
/// What may be said of what a model wrote: the sentences that a passage supports, in the model's order, once each. A pure function of the passages and
/// the model's text, so a recorded decision gives the same bytes again.
/// </summary>
internal sealed class ModelCheck
{
    private const int SentencesMax = 8;

    private readonly IReadOnlyList<DecisionChunk> _passages;
    private readonly Grounding _grounding;
    private readonly HashSet<string> _said = new(StringComparer.OrdinalIgnoreCase);
    private readonly StringBuilder _text = new();
    private readonly List<int> _cited = [];

    public ModelCheck(IReadOnlyList<DecisionChunk> passages)
    {
        _passages = passages;
        _grounding = new([.. passages.Select(p => new GroundingSource(p.ArticleId, p.Language, p.Title, p.Text ?? ""))]);
    }

    /// <summary>All that may be said up to now.</summary>
    public string Text => _text.ToString();
    public int Removed { get; private set; }

    /// <summary>The articles that the text rests on, in the order of their use.</summary>
    public IReadOnlyList<Contracts.Citation> Citations =>
        [.. _cited.Select(i => _passages[i]).DistinctBy(p => p.ArticleId).Select(p => new Contracts.Citation(p.ArticleId, p.Title))];

    /// <summary>Takes finished sentences; true if any of them may be said.</summary>
    public bool Take(string finished)
    {
        var before = _text.Length;
        foreach (var sentence in Grounding.SentencesOf(finished))
        {
            var verdict = _said.Count < SentencesMax ? _grounding.Check(sentence) : default;
            if (!verdict.Holds)
            {
                Removed++;
                continue;
            }
            if (!_said.Add(sentence)) continue;
            if (_text.Length > 0) _text.Append(' ');
            _text.Append(sentence);
            if (!_cited.Contains(verdict.Source)) _cited.Add(verdict.Source);
        }
        return _text.Length > before;
    }

    /// <summary>The whole of a recorded output.</summary>
    public static ModelCheck Of(IReadOnlyList<DecisionChunk> passages, string output)
    {
        var check = new ModelCheck(passages);
        check.Take(output);
        return check;
    }
}

/// <summary>Cuts a growing text into finished sentences.</summary>
internal sealed class FinishedSentences
{
    private readonly StringBuilder _rest = new();

    public string Rest => _rest.ToString();

    /// <summary>What this piece finished; empty if nothing.</summary>
    public string Add(string piece)
    {
        _rest.Append(piece);
        var text = _rest.ToString();
        var end = Grounding.EndOfFinished(text);
        if (end == 0) return "";
        _rest.Clear().Append(text, end, text.Length - end);
        return text[..end];
    }
}
