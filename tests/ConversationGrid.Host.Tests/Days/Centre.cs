using System.Collections.Concurrent;
using System.Text.Json;
using ConversationGrid.Client;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>One of the ten, as the administrator sets it.</summary>
internal sealed record Member(
    string Id, int Capacity, string[] Languages, Dictionary<string, int> Skills, string[]? Queues = null, Dictionary<string, int>? Channels = null);

/// <summary>What a queue of the day asks of an agent from a time of the wait on.</summary>
internal sealed record Asked(TimeSpan After, Dictionary<string, int> Skills, bool Language);

/// <summary>A call centre of ten people with different skills and four queues that ask for them, set over REST by an administrator.</summary>
internal sealed class Centre(HostProcess host, Person admin) : IAsyncDisposable
{
    public const string Password = "a day at the desk";

    public static readonly IReadOnlyList<Member> Members =
    [
        new("agent0", 4, ["en"], new() { ["writing"] = 5, ["travel"] = 8 }),
        new("agent1", 5, ["en", "ms"], new() { ["writing"] = 4 }),
        new("agent2", 3, ["en"], new() { ["travel"] = 9 }),
        new("agent3", 6, ["en"], new() { ["writing"] = 7, ["travel"] = 3 }),
        new("agent4", 4, ["ms", "en"], new() { ["travel"] = 7 }),
        new("agent5", 5, ["en"], [], Queues: ["general"]),
        new("agent6", 2, ["en"], new() { ["writing"] = 9 }),
        new("agent7", 5, ["ms", "en"], new() { ["travel"] = 4, ["writing"] = 4 }),
        new("agent8", 4, ["en"], new() { ["travel"] = 5 }),
        new("agent9", 6, ["en"], new() { ["writing"] = 6 }, Channels: new() { ["email"] = 1 }),
    ];

    /// <summary>Rings by queue; the e-mails of <c>letters</c> weigh two.</summary>
    public static readonly IReadOnlyDictionary<string, Asked[]> Queues = new Dictionary<string, Asked[]>
    {
        ["general"] = [new(TimeSpan.Zero, [], false)],
        ["letters"] = [new(TimeSpan.Zero, new() { ["writing"] = 4 }, false)],
        ["trips"] = [new(TimeSpan.Zero, new() { ["travel"] = 7 }, false), new(TimeSpan.FromSeconds(2), new() { ["travel"] = 3 }, false)],
        ["malay"] = [new(TimeSpan.Zero, [], true), new(TimeSpan.FromSeconds(2), [], false)],
    };

    private readonly ConcurrentDictionary<string, Desk> _with = new();

    public Gate Gate { get; } = new();
    public HostProcess Host => host;
    public List<Desk> Desks { get; } = [];

    public static async Task<Centre> OpenAsync(HostProcess host)
    {
        var centre = new Centre(host, await Person.StaffAsync(host, "omar", "supervisor"));
        await centre.PutAsync("queues/letters", Queue("letters", new() { ["email"] = 2 }, new { channels = (string[])["email"] }));
        await centre.PutAsync("queues/trips", Queue("trips", [], new { channels = (string[])["form"] }));
        await centre.PutAsync("queues/malay", Queue("malay", [], new { languages = (string[])["ms"] }, order: -1));
        await centre.PutAsync("policies/all", new { name = "All", firstResponse = new { within = "00:00:02", warnBefore = "00:00:01" } });
        foreach (var m in Members)
        {
            await centre.PutAsync($"staff/{m.Id}", new
            {
                name = m.Id, email = $"{m.Id}@demo.test", password = Password, m.Capacity, m.Languages, m.Skills, m.Channels,
                    queues = m.Queues ?? [.. Queues.Keys],
            });
            centre.Desks.Add(await Desk.OpenAsync(centre, m));
        }
        return centre;
    }

    public void Took(string conversation, Desk desk) => _with[conversation] = desk;

    /// <summary>It is this desk's no longer.</summary>
    public void Lost(string conversation, Desk desk) => _with.TryRemove(new(conversation, desk));

    /// <summary>Whose it is, now or as soon as somebody takes it; null once it is resolved, if only the answer to that was lost.</summary>
    public async Task<Desk?> DeskOfAsync(string conversation)
    {
        for (var i = 0; i < 3_000; i++)
        {
            if (_with.TryGetValue(conversation, out var desk)) return desk;
            if (i % 50 == 49 && (await GetAsync($"conversations/{conversation}")).Text("state") == "resolved") return null;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
        throw new TimeoutException($"Nobody took '{conversation}' within a minute: {await GetAsync($"conversations/{conversation}")}");
    }

    public int HeldBy(Desk desk) => _with.Count(w => w.Value == desk);

    public Task<JsonElement> BoardAsync() => admin.CallAsync("Board");

    public Task<JsonElement> GetAsync(string path) => admin.GetAsync(path);

    /// <summary>Again while the host says later.</summary>
    public static async Task PatientlyAsync(Func<Task> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (GridException later) when (later.Code is GridErrorCode.Unavailable or GridErrorCode.RateLimited && attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var desk in Desks) await desk.DisposeAsync();
        await admin.DisposeAsync();
    }

    private static object Queue(string name, Dictionary<string, int> weights, object entry, int order = 0) => new
    {
        name,
        policy = new
        {
            entry = new[] { entry }, order, weights, offerTimeout = "00:05:00",
            rings = Queues[name].Select(r => new { after = r.After, skills = r.Skills, needsLanguage = r.Language }),
        },
    };

    private Task PutAsync(string path, object body) => admin.RestOkAsync(HttpMethod.Put, path, body);
}
