using System.Collections.Concurrent;
using System.Globalization;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Writes what happens at the doors into the security log. What anybody can cause as often as he likes is written once, and again with how often it happened
/// when its time is over: so nobody fills the log, and nothing is left out.
/// </summary>
public sealed partial class SecurityTrail(ISecurityLog log, TimeProvider time, ILogger<SecurityTrail> logger) : BackgroundService
{
    /// <summary>Stands for whom nobody knows: what was typed is not written down.</summary>
    public const string Unknown = "unknown";

    /// <summary>Stands for all customers: what they do is coalesced for all of them.</summary>
    public const string Customers = "customer";

    /// <summary>Different happenings counted at once; those beyond are counted together.</summary>
    private const int CountedMax = 2_000;

    /// <summary>How long the same is only counted after it was written.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Happening, Count> _counts = new();

    /// <summary>Writes an entry before what it tells of is answered.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer for long.</exception>
    public Task AddAsync(string workspace, string actorId, string action, string subject, string? detail = null) =>
        log.AddAsync(workspace, new(actorId, action, subject, detail));

    /// <summary>Notes what may happen often.</summary>
    /// <param name="together">How long the same is only counted; null: a minute.</param>
    public void Note(string workspace, string actorId, string action, string subject, string? detail = null, TimeSpan? together = null)
    {
        var what = new Happening(workspace, actorId, action, subject, detail);
        if (_counts.Count >= CountedMax && !_counts.ContainsKey(what)) what = new(workspace, Unknown, action, Unknown, null);
        var until = time.GetUtcNow() + (together ?? Together);
        var count = _counts.GetOrAdd(what, _ => new(until));
        if (count.IsFirst()) Write(what, what.Detail);
    }

    /// <summary>Writes how often what is over by now happened again.</summary>
    internal void Flush(bool all)
    {
        var now = time.GetUtcNow();
        foreach (var (what, count) in _counts)
        {
            if (!all && count.Until > now) continue;
            if (!_counts.TryRemove(what, out var over)) continue;
            var again = over.Again;
            if (again > 0) Write(what, string.Create(CultureInfo.InvariantCulture, $"{what.Detail} again {again}").TrimStart());
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Flush(all: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Flush(all: false);
        }
        catch (OperationCanceledException)
        {
            // What is counted is written when the host stops.
        }
    }

    private void Write(Happening what, string? detail) => _ = WriteAsync(what, detail);

    private async Task WriteAsync(Happening what, string? detail)
    {
        try
        {
            await log.AddAsync(what.Workspace, new(what.ActorId, what.Action, what.Subject, detail));
        }
        catch (JournalUnavailableException failure)
        {
            NotWritten(logger, what.Action, failure);
        }
    }

    [LoggerMessage(4046, LogLevel.Error, "An entry '{Action}' of the security log could not be written.")]
    private static partial void NotWritten(ILogger logger, string action, Exception failure);

    private sealed record Happening(string Workspace, string ActorId, string Action, string Subject, string? Detail);

    private sealed class Count(DateTimeOffset until)
    {
        private int _times;

        public DateTimeOffset Until => until;
        public int Again => Volatile.Read(ref _times) - 1;
        public bool IsFirst() => Interlocked.Increment(ref _times) == 1;
    }
}
