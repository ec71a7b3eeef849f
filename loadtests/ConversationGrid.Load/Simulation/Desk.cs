using System.Collections.Concurrent;
using ConversationGrid.Client;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Wire;
using ConversationGrid.Load.Checks;

namespace ConversationGrid.Load.Simulation;

/// <summary>One agent of the demo workspace with one or more connections: the first takes every offer, all of them serve conversations.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly List<AgentClient> _clients = [];
    private readonly Tally _tally;
    private readonly ConcurrentDictionary<(AgentClient, string), Witness> _watching = new();
    private int _turn;

    private Desk(string agentId, Tally tally) => (AgentId, _tally) = (agentId, tally);

    public string AgentId { get; }

    public int Connections => _clients.Count;

    public static async Task<Desk> OpenAsync(HubTransport transport, LoadOptions options, string email, int connections, int number, Tally tally,
        CancellationToken cancel)
    {
        var session = await Patiently.CallAsync(
            attempt => new GridSessions(transport, options.Urls[(number + attempt) % options.Urls.Count])
            .AgentAsync(new AgentSessionRequest(options.Workspace, email, options.Password), cancel), transport, cancel);
        var desk = new Desk(session.AgentId, tally);
        for (var i = 0; i < connections; i++)
        {
            var client = new AgentClient(transport, new GridClientOptions { Addresses = options.Urls, FirstAddress = number + i }, _ => new(session.Token));
            client.RawEvent += e => desk.Raw(client, e);
            client.ConnectionChanged += up => desk.Changed(client, up);
            if (i == 0) client.Offered += offer => _ = desk.TakeAsync(client, offer);
            desk._clients.Add(client);
            await client.StartAsync(cancel);
        }
        await Patiently.CallAsync(_ => desk._clients[0].SetPresenceAsync("online", cancel), transport, cancel);
        foreach (var offer in (await Patiently.CallAsync(_ => desk._clients[0].InboxAsync(cancel), transport, cancel)).Offers)
            _ = desk.TakeAsync(desk._clients[0], offer);
        return desk;
    }

    /// <summary>Serves a conversation on one of the connections, from its first event.</summary>
    public Seat Serve(string conversationId, Ledger ledger, Action<Envelope> applied)
    {
        var client = _clients[Interlocked.Increment(ref _turn) % _clients.Count];
        // A seat that was given back and taken again goes on where it was.
        var known = _watching.TryGetValue((client, conversationId), out var witness);
        witness ??= ledger.AddWitness($"agent {AgentId}");
        witness.Gone = false;
        _watching[(client, conversationId)] = witness;
        var thread = client.Follow(conversationId, 0, known ? null : e =>
        {
            witness.Show(e);
            applied(e);
        });
        thread.Refused += _ => witness.Gone = true;
        return new Seat(this, client, thread);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
    }

    private async Task TakeAsync(AgentClient client, Offer offer)
    {
        try
        {
            await client.AcceptAsync(offer.OfferId);
            _tally.Accepted();
        }
        catch (GridException e)
        {
            // Withdrawn or expired: it is offered again. A lost answer: the conversation itself says who has it.
            if (e.Code is not GridErrorCode.Conflict and not GridErrorCode.NotFound) _tally.Retried(e.Code);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Raw(AgentClient client, Envelope e)
    {
        if (_watching.TryGetValue((client, e.ConversationId), out var witness)) witness.Pushed(e.Seq);
    }

    private void Changed(AgentClient client, bool up)
    {
        if (!up) _tally.Broke();
        foreach (var ((owner, _), witness) in _watching)
        {
            if (owner == client) witness.Reconnected();
        }
    }
}

/// <summary>An agent's place in one conversation.</summary>
internal sealed record Seat(Desk Desk, AgentClient Client, Client.Conversations.ConversationThread Thread);
