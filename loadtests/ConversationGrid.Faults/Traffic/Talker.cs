using System.Globalization;
using ConversationGrid.Client;
using ConversationGrid.Client.Conversations;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Wire;
using ConversationGrid.Load.Checks;
using ConversationGrid.Load.Simulation;

namespace ConversationGrid.Faults.Traffic;

/// <summary>
/// One conversation that goes on all the time: its customer writes, waits for the receipt, pauses and writes again; an agent who was
/// assigned answers now and then. What goes wrong on the way is tried again under the same clientId, as every client does.
/// </summary>
internal sealed class Talker : IAsyncDisposable
{
    private const int AgentAnswersEvery = 5;
    private const int ResumePage = 500;
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(20);
    private readonly Crowd _crowd;
    private readonly int _number;
    private readonly string _prefix;
    private readonly Witness _witness;
    private string _token = "";
    private CustomerClient? _customer;
    private ConversationThread? _thread;
    private volatile Seat? _seat;

    public Talker(Crowd crowd, int number)
    {
        (_crowd, _number) = (crowd, number);
        _prefix = string.Create(CultureInfo.InvariantCulture, $"{crowd.Name}-{number}-");
        Ledger = new Ledger(TextOf);
        _witness = Ledger.AddWitness("customer");
    }

    public Ledger Ledger { get; }

    public AckTimes Acks { get; } = new();

    public string Id => _thread?.Id ?? "";

    /// <summary>Where its customer is connected.</summary>
    public Uri Gateway => _customer!.Link.Address;

    public async Task OpenAsync(CancellationToken cancel)
    {
        var (transport, urls) = (_crowd.Transport, _crowd.Urls);
        var session = await Patiently.CallAsync(
            attempt => new GridSessions(transport, urls[(_number + attempt) % urls.Count]).CustomerAsync(new CustomerSessionRequest("demo"), cancel: cancel),
            transport, cancel, _crowd.Tally.Retried);
        _token = session.Token;
        _customer = Client(_number);
        _customer.RawEvent += e => _witness.Pushed(e.Seq);
        _customer.ConnectionChanged += Changed;
        await _customer.StartAsync(cancel);
        _thread = await _customer.BeginAsync(new StartRequest(_prefix + "start"), Applied, cancel);
        try
        {
            await Patiently.CallAsync(_ => _customer.RequestHumanAsync(_thread.Id, "test", cancel), transport, cancel, _crowd.Tally.Retried);
        }
        catch (GridException e) when (e.Code == GridErrorCode.Conflict)
        {
            // It was asked for already, and the answer got lost.
        }
        // An entity lives where it was first called. Half of the customers move on, so that their gateway and their entity are apart.
        if (_number / urls.Count % 2 == 1) _customer.Link.Cut();
    }

    /// <summary>Writes until told to stop; what was written by then still gets its receipt.</summary>
    public async Task TalkAsync(CancellationToken stop, CancellationToken giveUp)
    {
        var answers = new List<Task>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await PostAsync(_thread!, _prefix + i.ToString(CultureInfo.InvariantCulture), giveUp);
            answers.RemoveAll(a => a.IsCompleted);
            if (i % AgentAnswersEvery == 0 && _seat is { } seat) answers.Add(PostAsync(seat.Thread, $"{_prefix}a{i}", giveUp));
            await Task.Delay(_crowd.Pause, _crowd.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(answers);
    }

    /// <summary>The same customer on another device, at one gateway alone; it reads along from the first event.</summary>
    public async Task<SecondDevice> OpenSecondAsync(int address, CancellationToken cancel)
    {
        var witness = Ledger.AddWitness("second device");
        var client = new CustomerClient(_crowd.Transport, new GridClientOptions { Addresses = [_crowd.Urls[address]] }, _ => new(_token));
        client.RawEvent += e => witness.Pushed(e.Seq);
        client.ConnectionChanged += _ => witness.Reconnected();
        await client.StartAsync(cancel);
        client.Follow(Id, 0, witness.Show);
        return new(this, client, witness, $"{_prefix}z");
    }

    /// <summary>A client of the same customer that no checker looks at.</summary>
    public CustomerClient Client(int firstAddress) =>
        new(_crowd.Transport, new GridClientOptions { Addresses = _crowd.Urls, FirstAddress = firstAddress }, _ => new(_token));

    /// <summary>The token that opens this conversation.</summary>
    public string Token => _token;

    /// <summary>Waits until all that was promised is seen, reads everything back and compares.</summary>
    public async Task<Verdict> JudgeAsync(CancellationToken cancel)
    {
        try
        {
            var begun = _crowd.Time.GetTimestamp();
            while (!Ledger.EveryoneSawUpTo(Ledger.LastAcked) && _crowd.Time.GetElapsedTime(begun) < SettlePatience)
                await Task.Delay(TimeSpan.FromMilliseconds(50), _crowd.Time, cancel);
            var transcript = await ReadBackAsync(cancel);
            // What came in behind the reading is no loss; what stays away is one.
            while ((transcript.Count == 0 || transcript[^1].Seq < Math.Max(Ledger.LastAcked, _witness.Last))
                && _crowd.Time.GetElapsedTime(begun) < SettlePatience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), _crowd.Time, cancel);
                transcript = await ReadBackAsync(cancel);
            }
            return Ledger.Judge(transcript);
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

    private async Task PostAsync(ConversationThread thread, string clientId, CancellationToken giveUp)
    {
        var kind = thread == _thread ? "customer's post" : "agent's post";
        Ledger.Sent(clientId);
        _crowd.Tally.Sent();
        var begun = _crowd.Time.GetTimestamp();
        try
        {
            var message = thread.Enqueue(TextOf(clientId), clientId);
            var receipt = await message.Receipt.WaitAsync(giveUp);
            var now = _crowd.Time.GetTimestamp();
            Ledger.Acked(clientId, receipt.Seq);
            _crowd.Tally.Acked(now - begun);
            if (thread == _thread) Acks.Add(now);
            if (message.Attempts > 1) _crowd.Tally.Retried("sent again");
        }
        catch (GridException e)
        {
            _crowd.Tally.Failed(kind, e.Code);
        }
        catch (OperationCanceledException)
        {
            _crowd.Tally.Failed(kind, "no receipt in time");
        }
    }

    private void Applied(Envelope e)
    {
        _witness.Show(e);
        if (e.Type is not ("assigned" or "unassigned")) return;
        if (e.Type == "unassigned") _crowd.WasTakenBack();
        var desk = e.Type == "assigned" && e.Data?.AgentId is { } agentId ? _crowd.DeskOf(agentId) : null;
        // Called under the thread's lock: whatever takes other locks happens a moment later.
        _ = Task.Run(() => _seat = desk?.Serve(e.ConversationId, Ledger, _ => { }));
    }

    private void Changed(bool up)
    {
        _witness.Reconnected();
        if (!up) _crowd.Tally.Broke();
    }

    private async Task<IReadOnlyList<Envelope>> ReadBackAsync(CancellationToken cancel)
    {
        var all = new List<Envelope>();
        while (true)
        {
            var after = all.Count == 0 ? 0 : all[^1].Seq;
            var slice = await Patiently.CallAsync(_ => _customer!.ResumeAsync(Id, after, ResumePage, cancel), _crowd.Transport, cancel);
            all.AddRange(slice.Events);
            if (slice.Events.Count == 0 || all[^1].Seq >= slice.Last) return all;
        }
    }

    public static string TextOf(string clientId) => $"Message {clientId}: my parcel 4711 has not come yet, where is it?";
}

/// <summary>Another device of a talker's customer, for single posts without any second try.</summary>
internal sealed class SecondDevice(Talker talker, CustomerClient client, Witness witness, string prefix) : IAsyncDisposable
{
    private int _posts;

    /// <summary>Posts once; true if it was acknowledged.</summary>
    public async Task<bool> PostOnceAsync(CancellationToken cancel)
    {
        var clientId = string.Create(CultureInfo.InvariantCulture, $"{prefix}{_posts++}");
        try
        {
            var receipt = await client.Link.InvokeAsync(
                "Post", new PostRequest(talker.Id, clientId, Talker.TextOf(clientId)), WireJson.Default.PostRequest, WireJson.Default.Receipt, cancel);
            talker.Ledger.Acked(clientId, receipt.Seq);
            return true;
        }
        catch (Exception e) when (e is GridException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Its gateway may be gone permanently, so it need not see the rest; what it saw still counts.</summary>
    public async ValueTask DisposeAsync()
    {
        witness.Gone = true;
        await client.DisposeAsync();
    }
}
