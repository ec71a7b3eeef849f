using System.Globalization;
using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Demo.Traffic;

/// <summary>
/// One dialogue, played by a customer of its own through the same commands that a customer's connection gives. It waits for answers as
/// a person would, with an end to its patience, and always closes what it began.
/// </summary>
internal sealed class DemoPlay(IGrid grid, IJournal journal, TimeProvider time, string workspace, DemoDialogue dialogue, DemoColleague colleague)
{
    private const int ReadMax = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan WaitsForAssistant = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WaitsForPerson = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan WaitsForPersonsAnswer = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LetsThePersonFinish = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BeforeAccepting = TimeSpan.FromSeconds(3);

    private readonly Caller _customer = Caller.Customer(ClientKeys.Base32(RandomNumberGenerator.GetBytes(17)), dialogue.Name);
    private string _id = "";
    private int _said;

    private IConversation Conversation => grid.Conversation(new(workspace, _id));

    /// <summary>Plays to the end, or until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await grid.Customer(new(workspace, _customer.Actor.Id)).ExecuteAsync(new DescribeCustomer(dialogue.Name, null, dialogue.Locale, Verified: false), stop);
        var clientId = NextClientId();
        _id = ClientKeys.ConversationId(workspace, _customer.Actor.Id, clientId);
        try
        {
            var first = dialogue.Lines[0].Text;
            await Conversation.ExecuteAsync(new StartConversation(_customer, clientId, "web", dialogue.Locale, first, null), stop);
            await AnswerAsync(after: 0, stop);
            foreach (var line in dialogue.Lines.Skip(1))
                await PlayAsync(line, stop);
            await EndAsync(stop);
        }
        finally
        {
            // Whatever was left open would stand on the board for days.
            await Conversation.ExecuteAsync(new CloseConversation(_customer), CancellationToken.None);
        }
    }

    private async Task PlayAsync(DemoLine line, CancellationToken stop)
    {
        switch (line.By)
        {
            case DemoVoice.Customer:
                await PauseAsync(line.Text!, stop);
                var said = await Conversation.ExecuteAsync(new PostMessage(_customer, NextClientId(), line.Text!), stop);
                if (said.Refusal is null) await AnswerAsync(said.Receipt.Seq, stop);
                break;
            case DemoVoice.AsksForPerson:
                await PauseAsync("", stop);
                await Conversation.ExecuteAsync(new RequestHandoff(_customer, line.Text), stop);
                await PersonAsync(stop);
                break;
            case DemoVoice.Colleague:
                if (await PersonAsync(stop) is { } view && colleague.Has(view))
                {
                    await PauseAsync(line.Text!, stop);
                    await colleague.SayAsync(Conversation, NextClientId(), line.Text!, stop);
                }
                break;
        }
    }

    /// <summary>Waits until somebody has answered, if somebody will.</summary>
    private async Task AnswerAsync(long after, CancellationToken stop)
    {
        var stream = new StreamId(EntityKind.Conversation, new(workspace, _id));
        await UntilAsync(
            async view =>
            {
                // The colleague's answers are lines of the dialogue: there is nothing to wait for.
                if (colleague.Has(view) || view.State is not (ConversationStatus.Bot or ConversationStatus.Assigned)) return true;
                var events = await journal.ReadAsync(stream, after, ReadMax, stop);
                return events.Any(e => e.Event is MessagePosted { ByKind: not ActorKind.Customer });
            },
            view => view.State == ConversationStatus.Assigned ? WaitsForPersonsAnswer : WaitsForAssistant, stop);
    }

    /// <summary>Waits for the agent who takes the conversation, if it waits for a person at all.</summary>
    private Task<ConversationView?> PersonAsync(CancellationToken stop) => UntilAsync(
        async view =>
        {
            if (colleague.IsOffered(view))
            {
                await Task.Delay(BeforeAccepting, time, stop);
                await colleague.AcceptAsync(Conversation, view.Offer!.OfferId, stop);
            }
            return view.State is not (ConversationStatus.Waiting or ConversationStatus.Offered);
        },
        _ => WaitsForPerson, stop);

    /// <summary>The colleague resolves its own; a person at a desk is given time to; the rest the customer closes itself.</summary>
    private async Task EndAsync(CancellationToken stop)
    {
        var view = await PersonAsync(stop);
        if (view is null) return;
        await PauseAsync("", stop);
        if (colleague.Has(view)) await colleague.ResolveAsync(Conversation, stop);
        else if (view.State == ConversationStatus.Assigned) await UntilAsync(v => Task.FromResult(IsOver(v)), _ => LetsThePersonFinish, stop);
        else await Conversation.ExecuteAsync(new CloseConversation(_customer), stop);
        if (dialogue.Score is not { } score) return;
        await PauseAsync("", stop);
        await Conversation.ExecuteAsync(new RateConversation(_customer, score, null), stop);
    }

    /// <summary>Looks again and again until it is met, the conversation is over, or patience ends.</summary>
    /// <returns>The last look; null when there is no such conversation.</returns>
    private async Task<ConversationView?> UntilAsync(Func<ConversationView, Task<bool>> met, Func<ConversationView, TimeSpan> patience, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var view = await Conversation.ViewAsync(Caller.System, stop);
            if (view is null || IsOver(view) || await met(view) || time.GetElapsedTime(began) > patience(view)) return view;
            await Task.Delay(LookEvery, time, stop);
        }
    }

    /// <summary>As long as a quick writer takes.</summary>
    private Task PauseAsync(string text, CancellationToken stop) =>
        Task.Delay(TimeSpan.FromMilliseconds(1_500 + Math.Min(3_500, text.Length * 35)), time, stop);

    private string NextClientId() => string.Create(CultureInfo.InvariantCulture, $"demo-{++_said}");

    private static bool IsOver(ConversationView view) => view.State is ConversationStatus.Resolved or ConversationStatus.Closed;
}
