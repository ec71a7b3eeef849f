using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Simulator.Cluster;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator.Actors;

/// <summary>What everyone who uses the grid from outside does: call through some process, and try again what got no answer.</summary>
internal abstract class Client(World world, Dice dice)
{
    /// <summary>Workspace of all that is simulated.</summary>
    public const string Workspace = "sim";

    private readonly List<Post> _posts = [];
    private int _clientIds;

    protected World World => world;
    protected Dice Dice => dice;
    protected abstract Caller Caller { get; }

    /// <summary>What this client posted, and what it was told of it.</summary>
    public IReadOnlyList<Post> Posts => _posts;

    public abstract Task RunAsync();

    protected static EntityId Id(string id) => new(Workspace, id);
    protected static StreamId ConversationStream(string id) => new(EntityKind.Conversation, Id(id));
    protected Task ThinkAsync(double low, double high) => Task.Delay(dice.Seconds(low, high), world.Clock);

    protected async Task PostAsync(string conversation, bool note = false)
    {
        var text = $"{(dice.Chance(0.1) ? "angry" : "message")} {Caller.Actor.Id} {_clientIds}";
        var post = new Post(conversation, $"m{_clientIds++}", text, note);
        _posts.Add(post);
        await SendAsync(post);
    }

    /// <summary>Sends an old post again, word by word.</summary>
    protected async Task RepeatAsync()
    {
        if (_posts.Count > 0) await SendAsync(dice.Pick(_posts));
    }

    private async Task SendAsync(Post post)
    {
        var outcome = await TryAsync(g => g.Conversation(Id(post.Conversation)).ExecuteAsync(
            post.IsNote ? new PostNote(Caller, post.ClientId, post.Text) : new PostMessage(Caller, post.ClientId, post.Text)));
        if (outcome is { Refusal: null }) world.Checks.OnAcknowledged(Caller, post, outcome.Receipt);
    }

    /// <summary>A command, tried again until there is an answer that means yes or no; null when the client gave up.</summary>
    protected Task<Outcome?> TryAsync(Func<IGrid, Task<Outcome>> call) =>
        TryAsync(call, outcome => outcome.Refusal is not { Retryable: true, Code: not RefusalCodes.Conflict });

    /// <summary>A query.</summary>
    protected Task<T?> AskAsync<T>(Func<IGrid, Task<T>> call) where T : class? => TryAsync<T>(call, _ => true);

    private async Task<T?> TryAsync<T>(Func<IGrid, Task<T>> call, Func<T, bool> isFinal) where T : class?
    {
        // A client that double-clicks, or whose two devices say the same.
        if (dice.Chance(0.02)) world.Watch(OnceAsync(call));
        for (var attempt = 0; attempt < 6; attempt++)
        {
            if (await OnceAsync(call) is { } answer && isFinal(answer)) return answer;
            await ThinkAsync(0.1, 4);
        }
        return null;
    }

    private async Task<T?> OnceAsync<T>(Func<IGrid, Task<T>> call) where T : class?
    {
        var process = world.Processes.ForClient();
        var answer = world.Network.SendAsync(process, () => call(process.Grid));
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return answer.Exception?.InnerException is CallLostException or JournalUnavailableException ? null : await answer;
    }
}

/// <summary>One thing said, under one client id.</summary>
internal sealed record Post(string Conversation, string ClientId, string Text, bool IsNote)
{
    /// <summary>The receipt, once there is one.</summary>
    public Receipt? Receipt { get; set; }
}
