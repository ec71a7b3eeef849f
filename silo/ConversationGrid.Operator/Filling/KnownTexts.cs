using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding;

namespace ConversationGrid.Operator.Filling;

/// <summary>The product's own reading of messages, each text once: a history says the same things over and over.</summary>
internal sealed class KnownTexts : IUnderstanding
{
    private readonly MessageAnalyser _analyser = new();
    private readonly ConcurrentDictionary<string, MessageAnalysis> _known = new();
    private readonly ConcurrentDictionary<string, bool> _courtesies = new();

    public MessageAnalysis? Analyse(string workspace, string text, int value) => _known.GetOrAdd(text, t => _analyser.Analyse(t));

    public bool IsCourtesy(string text) => _courtesies.GetOrAdd(text, AnswerComposer.IsCourtesy);

    public ConversationCourse? Follow(string workspace, ConversationCourse? before, in HeardMessage message) => null;
}
