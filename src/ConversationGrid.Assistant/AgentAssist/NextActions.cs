using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.SmallMessages;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>What to do next, most pressing first: rules over the transcript, each with its reason. The agent decides.</summary>
internal static class NextActions
{
    /// <summary>Mood from which an apology comes first, -1 to 1.</summary>
    private const double UnhappyMood = -0.4;
    private const int UrgentPriority = 3;

    /// <param name="reply">What the articles say to what is open; null when nothing is.</param>
    /// <param name="hasReply">Whether there is any reply to suggest.</param>
    public static IReadOnlyList<SuggestedAction> Of(IReadOnlyList<TranscriptLine> transcript, AssistantReply? reply, bool hasReply)
    {
        // Nothing is at its end before a person answered: the conversation was given to one.
        var isAnswered = transcript.Any(line => line.By == ActorKind.Agent);
        if (reply is null && !isAnswered) return [new("reply", "No person has answered yet.")];
        if (reply is null)
        {
            return transcript.LastOrDefault() is { By: ActorKind.Agent } last && last.Text.TrimEnd().EndsWith('?')
                ? [new("wait", "The last word is a question to the customer.")]
                : [new("resolve", "Nothing is left unanswered.")];
        }
        if (isAnswered && reply is SmallTalk { Kind: SmallTalkKind.Thanks or SmallTalkKind.Goodbye or SmallTalkKind.Acknowledgement })
            return [new("resolve", "The customer thanks or says goodbye.")];
        var actions = new List<SuggestedAction>();
        var read = transcript.LastOrDefault(line => line.By == ActorKind.Customer)?.Analysis;
        if (read?.Sentiment.Score <= UnhappyMood) actions.Add(new("apologise", "The customer is unhappy: say sorry before anything else."));
        if (read?.Priority >= UrgentPriority) actions.Add(new("askSupervisor", "The last message reads as urgent."));
        if (!hasReply && reply is not WantsHuman) actions.Add(new("askColleague", "No article and no solved conversation answers this."));
        actions.Add(new("reply", "The customer's last message is unanswered."));
        return actions;
    }
}
