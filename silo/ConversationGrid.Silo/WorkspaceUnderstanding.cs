using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding;
using ConversationGrid.Understanding.Priority;
using ConversationGrid.Understanding.Risk;
using ConversationGrid.Understanding.Secrets;

namespace ConversationGrid.Silo;

/// <summary>The in-process intelligence as each workspace wants it.</summary>
internal sealed class WorkspaceUnderstanding(MessageAnalyser analyser, WorkspaceDirectory workspaces) : IUnderstanding
{
    private const AnalysisParts WithoutFeelings = AnalysisParts.Language | AnalysisParts.Intent;

    public MessageAnalysis? Analyse(string workspace, string text, int value) => analyser.Analyse(
        text, ReadsSentiment(workspace) ? AnalysisParts.All : WithoutFeelings, value == 0 ? null : new PriorityCircumstances(CustomerValue: value));

    public ConversationCourse? Follow(string workspace, ConversationCourse? before, in HeardMessage message) =>
        ReadsSentiment(workspace) ? RiskModel.Default.Follow(before, message.FromCustomer, message.Text, message.Sentiment, message.SinceLast) : null;

    public string? WithoutSecrets(string text) => SecretMasker.Mask(text);

    public bool IsCourtesy(string text) => AnswerComposer.IsCourtesy(text);

    private bool ReadsSentiment(string workspace) => workspaces.Find(workspace)?.ReadsSentiment ?? true;
}
