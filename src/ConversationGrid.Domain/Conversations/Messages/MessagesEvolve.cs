using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Episodes;
using ConversationGrid.Domain.Conversations.Labels;

namespace ConversationGrid.Domain.Conversations.Messages;

/// <summary>How messages, notes and what is read from them evolve.</summary>
internal static class MessagesEvolve
{
    public static ConversationState Started(ConversationState s, long seq, ConversationStarted e) => s with
    {
        Status = ConversationStatus.Bot,
        CustomerId = e.CustomerId,
        CustomerName = e.ByKind == ActorKind.Customer ? e.ByName : null,
        Channel = e.Channel,
        Locale = e.Locale,
        EntryQueue = e.EntryQueue,
        StartedAt = e.At,
        Start = new(seq, e.At),
        Messages = s.Messages with { Language = e.Locale },
        Episode = s.Episode with { Number = 1 },
        Pending = s.Pending.With(seq, e.At, new LinkToCustomer(e.CustomerId)),
    };

    public static ConversationState Posted(ConversationState s, long seq, MessagePosted e)
    {
        var (isCustomer, isBot) = (e.ByKind == ActorKind.Customer, s.Status == ConversationStatus.Bot);
        var read = isCustomer ? e.Analysis : null;
        var messages = Posted(s.Messages, seq, e, read);
        var pending = e.Answering is { } answered ? s.Pending.Without(answered) : s.Pending;
        if (isCustomer && isBot && e.Automatic != true) pending = pending.WithoutAll<AskAssistant>().With(seq, e.At, new AskAssistant(seq, messages.Language,
            s.Assistant));
        return s with
        {
            // The opening message belongs to the start, whose client id is the conversation's own.
            Start = isCustomer && e.ClientKey == 0 ? new(seq, e.At) : s.Start,
            Messages = messages,
            Labels = read is null ? s.Labels : LabelsEvolve.Raised(s.Labels, read.Priority),
            Episode = isBot && e.Automatic != true ? EpisodeEvolve.Posted(s.Episode, e) : s.Episode,
            Pending = pending,
        };
    }

    public static ConversationState Noted(ConversationState s, long seq, NotePosted e) => s with
    {
        Messages = Remember(s.Messages, e.ClientKey, seq, e.At),
        Pending = e.Whisper ? s.Pending.With(seq, e.At, new TellStaff()) : s.Pending,
    };

    public static ConversationState Understood(ConversationState s, MessageAnalysis read) =>
        s with { Messages = Understood(s.Messages, read), Labels = LabelsEvolve.Raised(s.Labels, read.Priority) };

    public static ConversationState Summarised(ConversationState s, Summarised e) =>
        e.Answering is { } effect ? s with { Pending = s.Pending.Without(effect) } : s;

    public static ConversationState Alerted(ConversationState s, long seq, AlertRaised e) => s with
    {
        Messages = s.Messages.Alerts.Contains(e.Kind) ? s.Messages : s.Messages with { Alerts = s.Messages.Alerts.Add(e.Kind) },
        Pending = e.Tell ? s.Pending.With(seq, e.At, new TellStaff()) : s.Pending,
    };

    /// <summary>The call of a model for a member of staff. What was said to the customer is told apart by the effect that it answers.</summary>
    public static MessagesState Recorded(MessagesState messages, long seq, DecisionRecorded e) =>
        e.ByKind == ActorKind.Bot ? messages : Remember(messages, Answers.KeyOf(e.ById, e.Decision), seq, e.At);

    /// <summary>Remembers under which client id something was posted; 0 for none.</summary>
    public static MessagesState Remember(MessagesState messages, long clientKey, long seq, DateTimeOffset at) =>
        clientKey == 0 ? messages : messages with { Posts = messages.Posts.With(clientKey, seq, at) };

    /// <summary>The next episode's mood, risk and alerts start again.</summary>
    public static MessagesState ForNextEpisode(MessagesState messages, bool calmsMood) =>
        messages with { Intent = null, Mood = calmsMood ? 0 : messages.Mood, AngryCount = 0, Course = null, HeardAt = null, Alerts = [] };

    private static MessagesState Posted(MessagesState messages, long seq, MessagePosted e, MessageAnalysis? read)
    {
        if (e.ClientKey == 0 && e.Course is null && read is null) return messages;
        return messages with
        {
            Posts = e.ClientKey == 0 ? messages.Posts : messages.Posts.With(e.ClientKey, seq, e.At),
            Course = e.Course ?? messages.Course,
            HeardAt = e.Course is null ? messages.HeardAt : e.At,
            Mood = read is null ? messages.Mood : MessagesState.MoodAfter(messages.Mood, read.Sentiment),
            AngryCount = read?.Angry == true ? messages.AngryCount + 1 : messages.AngryCount,
            Intent = IntentAfter(messages, read),
            Language = LanguageAfter(messages, read),
        };
    }

    private static MessagesState Understood(MessagesState messages, MessageAnalysis read) => messages with
    {
        Mood = MessagesState.MoodAfter(messages.Mood, read.Sentiment),
        Intent = IntentAfter(messages, read),
        Language = LanguageAfter(messages, read),
    };

    private static string? IntentAfter(MessagesState messages, MessageAnalysis? read) =>
        read is null or { Intent.Name: "none" } ? messages.Intent : read.Intent.Name;

    private static string LanguageAfter(MessagesState messages, MessageAnalysis? read) =>
        read is null or { Language: "und" } ? messages.Language : read.Language;
}
