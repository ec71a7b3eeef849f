using System.Collections.Concurrent;
using System.Globalization;
using ConversationGrid.Client;
using ConversationGrid.Client.Conversations;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Wire;
using ConversationGrid.Load.Checks;
using ConversationGrid.Load.Traffic;

namespace ConversationGrid.Load.Simulation;

/// <summary>One recorded dialogue on its way through the product: its customer with a connection of its own, and the agent that was assigned.</summary>
internal sealed class ReplayedConversation : IAsyncDisposable
{
    private const int ResumePage = 500;
    private readonly Lock _gate = new();
    private readonly LoadRun _run;
    private readonly Dialogue _dialogue;
    private readonly string _prefix;
    private readonly int _number;
    private readonly ConcurrentDictionary<string, long> _due = new(StringComparer.Ordinal);
    private readonly List<Task> _receipts = [];
    private readonly Witness _witness;
    private CustomerClient? _customer;
    private ConversationThread? _thread;
    private Seat? _seat;
    private int _next;
    private bool _parked;
    private bool _queued;
    private bool _withoutAgent;
    private bool _ended;
    private long _parkedAt;

    public ReplayedConversation(LoadRun run, Dialogue dialogue, int number)
    {
        (_run, _dialogue, _number) = (run, dialogue, number);
        _prefix = string.Create(CultureInfo.InvariantCulture, $"{run.Name}-{number}-");
        Ledger = new Ledger(TextOf);
        _witness = Ledger.AddWitness("customer");
        _withoutAgent = !run.HasAgents;
    }

    public Ledger Ledger { get; }

    public string? Id => _thread?.Id;

    /// <summary>Signs the customer in, starts the conversation and asks for a human; then its turns may be sent.</summary>
    public async Task OpenAsync(CancellationToken cancel)
    {
        var (transport, options) = (_run.Transport, _run.Options);
        var session = await Patiently.CallAsync(
            attempt => new GridSessions(transport, options.Urls[(_number + attempt) % options.Urls.Count])
            .CustomerAsync(new CustomerSessionRequest(options.Workspace), cancel: cancel),
            transport, cancel, _run.Tally.Retried);
        _customer = new CustomerClient(transport, new GridClientOptions { Addresses = options.Urls, FirstAddress = _number }, _ => new(session.Token));
        _customer.RawEvent += e => _witness.Pushed(e.Seq);
        _customer.ConnectionChanged += Changed;
        await _customer.StartAsync(cancel);
        _thread = await _customer.BeginAsync(new StartRequest(_prefix + "start"), Applied, cancel);
        if (!_withoutAgent) await AskForHumanAsync(transport, cancel);
        _run.Tally.Opened();
        Enqueue();
    }

    /// <summary>Sends the next turn; due is when it should have gone out, in the clock's ticks.</summary>
    public void SendNext(long due)
    {
        var over = false;
        lock (_gate)
        {
            _queued = false;
            SkipAgentsIfAlone();
            var thread = _next >= _dialogue.Turns.Count ? null : _dialogue.Turns[_next].IsAgent ? _seat?.Thread : _thread;
            if (thread is not null) Send(thread, _next++, due);
            SkipAgentsIfAlone();
            over = _next >= _dialogue.Turns.Count;
        }
        if (over) _ = FinishAsync();
        else Enqueue();
    }

    /// <summary>No agent came for a long while: the customer goes on alone.</summary>
    public void LosePatience(TimeSpan patience)
    {
        lock (_gate)
        {
            if (!_parked || _run.Time.GetElapsedTime(_parkedAt) < patience) return;
            _withoutAgent = true;
        }
        Enqueue();
    }

    /// <summary>Ends it as a good agent would, or the customer who was served by none.</summary>
    public async Task FinishAsync()
    {
        Task[] receipts;
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
            receipts = [.. _receipts];
        }
        try
        {
            await Task.WhenAll(receipts);
            if (_seat is { } seat)
                await Patiently.CallAsync(_ => seat.Client.ResolveAsync(Id!, "replayed", _run.Stopping), _run.Transport, _run.Stopping, _run.Tally.Retried);
            else await Patiently.CallAsync(_ => _customer!.CloseAsync(Id!, _run.Stopping), _run.Transport, _run.Stopping, _run.Tally.Retried);
        }
        catch (GridException e)
        {
            if (e.Code != GridErrorCode.Conflict) _run.Tally.Failed("end", e.Code); // Somebody ended it already.
        }
        catch (OperationCanceledException)
        {
            return;
        }
        _run.Tally.Finished();
    }

    /// <summary>Waits until all that was promised is seen, reads everything back and compares.</summary>
    public async Task<Verdict> JudgeAsync(CancellationToken cancel)
    {
        if (_thread is null) return new Verdict();
        try
        {
            var patience = _run.Time.GetTimestamp();
            while (!Ledger.EveryoneSawUpTo(Ledger.LastAcked) && _run.Time.GetElapsedTime(patience) < LoadRun.SettlePatience)
                await Task.Delay(TimeSpan.FromMilliseconds(50), _run.Time, cancel);
            return Ledger.Judge(await Patiently.CallAsync(_ => ReadBackAsync(cancel), _run.Transport, cancel));
        }
        catch (Exception e) when (e is GridException or OperationCanceledException)
        {
            var verdict = Ledger.Judge(null);
            verdict.Note($"{Id}: its transcript could not be read back: {e.Message}");
            return verdict;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_customer is not null) await _customer.DisposeAsync();
    }

    private async Task AskForHumanAsync(HubTransport transport, CancellationToken cancel)
    {
        try
        {
            await Patiently.CallAsync(_ => _customer!.RequestHumanAsync(_thread!.Id, "load", cancel), transport, cancel, _run.Tally.Retried);
        }
        catch (GridException e) when (e.Code == GridErrorCode.Conflict)
        {
            // It was asked for already, and the answer got lost.
        }
    }

    private void Send(ConversationThread thread, int turn, long due)
    {
        var clientId = _prefix + turn.ToString(CultureInfo.InvariantCulture);
        _due[clientId] = due;
        Ledger.Sent(clientId);
        _run.Tally.Sent();
        _receipts.Add(AwaitReceiptAsync(thread.Enqueue(_dialogue.Turns[turn].Text, clientId), due));
    }

    private async Task AwaitReceiptAsync(PendingMessage message, long due)
    {
        try
        {
            var receipt = await message.Receipt.WaitAsync(_run.Stopping);
            _run.Tally.Acked(_run.Time.GetTimestamp() - due);
            Ledger.Acked(message.ClientId, receipt.Seq);
            if (message.Attempts > 1) _run.Tally.Retried("sent again");
        }
        catch (GridException e)
        {
            _run.Tally.Failed("post", e.Code);
        }
        catch (OperationCanceledException)
        {
            // The run is over before the receipt came: nothing was promised.
        }
    }

    /// <summary>Every event, once and in order, as the customer's client shows it.</summary>
    private void Applied(Envelope e)
    {
        _witness.Show(e);
        Arrived(e, "agent");
        if (e.Type == "assigned" && e.Data?.AgentId is { } agentId) Sit(_run.DeskOf(agentId), e.ConversationId);
        else if (e.Type == "unassigned") Sit(null, e.ConversationId);
    }

    private void AppliedAtAgent(Envelope e) => Arrived(e, "customer");

    private void Arrived(Envelope e, string from)
    {
        if (e.Type == EventTypes.MessagePosted && e.By.Kind == from && e.Data?.ClientId is { } clientId && _due.TryGetValue(clientId, out var due))
            _run.Tally.Deliveries.Add(_run.Time.GetTimestamp() - due);
    }

    private void Sit(Desk? desk, string conversationId)
    {
        // Called under the thread's lock: whatever takes other locks happens a moment later.
        _ = Task.Run(() =>
        {
            Seat? late;
            lock (_gate)
            {
                _seat = desk?.Serve(conversationId, Ledger, AppliedAtAgent);
                late = _ended ? _seat : null;
            }
            if (late is not null) _ = ResolveLateAsync(late, conversationId);
            else Enqueue();
        });
    }

    /// <summary>The agent came after the customer had gone: its room is needed.</summary>
    private async Task ResolveLateAsync(Seat seat, string conversationId)
    {
        try
        {
            await Patiently.CallAsync(_ => seat.Client.ResolveAsync(conversationId, "late", _run.Stopping), _run.Transport, _run.Stopping);
        }
        catch (Exception e) when (e is GridException or OperationCanceledException)
        {
            // Ended already.
        }
    }

    private void Enqueue()
    {
        lock (_gate)
        {
            if (_ended || _queued || _thread is null) return;
            SkipAgentsIfAlone();
            if (_next < _dialogue.Turns.Count && _dialogue.Turns[_next].IsAgent && _seat is null)
            {
                if (!_parked) _parkedAt = _run.Time.GetTimestamp();
                _parked = true;
                return;
            }
            (_parked, _queued) = (false, true);
        }
        _run.Ready(this);
    }

    private void SkipAgentsIfAlone()
    {
        while (_withoutAgent && _seat is null && _next < _dialogue.Turns.Count && _dialogue.Turns[_next].IsAgent) _next++;
    }

    private async Task<IReadOnlyList<Envelope>> ReadBackAsync(CancellationToken cancel)
    {
        var all = new List<Envelope>();
        while (true)
        {
            var slice = await _customer!.ResumeAsync(Id!, all.Count == 0 ? 0 : all[^1].Seq, ResumePage, cancel);
            all.AddRange(slice.Events);
            if (slice.Events.Count == 0 || all[^1].Seq >= slice.Last) return all;
        }
    }

    private void Changed(bool up)
    {
        _witness.Reconnected();
        if (!up) _run.Tally.Broke();
    }

    private string? TextOf(string clientId) =>
        int.TryParse(clientId.AsSpan(_prefix.Length), CultureInfo.InvariantCulture, out var turn) ? _dialogue.Turns[turn].Text : null;
}
