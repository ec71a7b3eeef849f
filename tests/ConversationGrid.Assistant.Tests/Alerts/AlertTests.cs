using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Understanding;
using ConversationGrid.Understanding.Risk;
using Xunit.Abstractions;

namespace ConversationGrid.Assistant.Tests.Alerts;

/// <summary>
/// Alerts over whole conversations as the product reads them: on the second angry message at the latest, on a threat and on danger at once, and none in calm
/// ones. The rules were written for <c>seen</c>; <c>kept</c> was written before anything was tried, and nothing was added for it.
/// </summary>
public sealed class AlertTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("seen", 1, 0)]
    [InlineData("kept", 0.8, 0.04)]
    public void Alerts_Hear_AndLeaveCalmConversationsAlone(string set, double heardFrom, double falseMax)
    {
        var all = Read(set);
        var loud = all.FindAll(c => c.Kind != "calm");
        var calm = all.FindAll(c => c.Kind == "calm");
        var missed = loud.Where(c => !IsHeard(c)).ToList();
        var wrong = calm.Where(c => AlertsOf(c).Exists(kinds => kinds.Count > 0)).ToList();
        output.WriteLine($"{set}: heard {loud.Count - missed.Count} of {loud.Count}, false alarms in {wrong.Count} of {calm.Count} calm conversations");
        if (set == "seen")
            foreach (var c in missed.Concat(wrong))
                output.WriteLine($"  {c.Kind}: {string.Join(" / ", c.Messages.Select((m, i) => $"{m.Text} [{string.Join(",", AlertsOf(c)[i])}]"))}");
        Assert.True(loud.Count - missed.Count >= heardFrom * loud.Count, $"{missed.Count} of {loud.Count} not heard.");
        Assert.True(wrong.Count <= falseMax * calm.Count, $"{wrong.Count} of {calm.Count} calm conversations raised an alert.");
    }

    /// <summary>Anger by its second message, a threat or danger by its first.</summary>
    private static bool IsHeard(Told c)
    {
        var alerts = AlertsOf(c);
        var marked = c.Messages.Select((m, i) => (m.IsMarked, i)).Where(m => m.IsMarked).Select(m => m.i).ToList();
        var by = c.Kind == "angry" ? marked[Math.Min(1, marked.Count - 1)] : marked[0];
        return alerts.Take(by + 1).Any(kinds => c.Kind == "angry" ? kinds.Contains("angry") || kinds.Contains("atRisk") : kinds.Count > 0);
    }

    /// <summary>The kinds of alert that each message raises.</summary>
    private static List<List<string>> AlertsOf(Told c)
    {
        var (id, now) = (new EntityId("demo", "c1"), new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
        var customer = Caller.Customer("anon1", null);
        var state = ConversationState.Initial(id);
        var raised = new List<List<string>>();
        for (var i = 0; i < c.Messages.Count; i++)
        {
            var text = c.Messages[i].Text;
            var context = new ConversationContext(now.AddMinutes(i), new ConversationOptions(), new Reader(), ["general"]);
            ConversationCommand command = i == 0 ? new StartConversation(customer, "k0", "web", "en", text, null) : new PostMessage(customer, $"k{i}", text);
            var events = Conversation.Decide(state, command, context).Events;
            foreach (var e in events) state = Conversation.Evolve(state, state.Seq + 1, e);
            raised.Add([.. events.OfType<AlertRaised>().Select(a => a.Kind)]);
        }
        return raised;
    }

    private static List<Told> Read(string set)
    {
        var told = new List<Told>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Alerts", "conversations.txt"))
            .Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '=') told.Add(new(line.Split(' ')[1], line.Split(' ')[2], []));
            else told[^1].Messages.Add((line.TrimStart('!', ' '), line[0] == '!'));
        }
        return told.FindAll(c => c.Set == set);
    }

    private sealed record Told(string Set, string Kind, List<(string Text, bool IsMarked)> Messages);

    /// <summary>The product's reading, without settings of a workspace.</summary>
    private sealed class Reader : IUnderstanding
    {
        private static readonly MessageAnalyser Analyser = new();

        public MessageAnalysis? Analyse(string workspace, string text, int value) => Analyser.Analyse(text);

        public ConversationCourse? Follow(string workspace, ConversationCourse? before, in HeardMessage message) =>
            RiskModel.Default.Follow(before, message.FromCustomer, message.Text, message.Sentiment, message.SinceLast);
    }
}
