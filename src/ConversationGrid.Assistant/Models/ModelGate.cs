using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Assistant.Models;

/// <summary>
/// Whether the model is asked at all: its share of customers, what it may cost, how many at once, and whether it has been doing well. A no is
/// no failure: the answer is made without it.
/// </summary>
public sealed partial class ModelGate(ModelOptions options, TimeProvider time, ILogger<ModelGate> log)
{
    /// <summary>Answers that the guard looks back on, and how many it needs to judge.</summary>
    private const int Looked = 40;
    private const int JudgedFrom = 10;

    private readonly Lock _lock = new();
    private readonly Queue<bool> _recent = new();
    private readonly ConcurrentDictionary<string, (DateOnly Day, int Tokens)> _spent = new();
    private int _running;
    private DateTimeOffset _pausedUntil;

    /// <summary>Whether the model is left alone because it did badly.</summary>
    public bool IsPaused => time.GetUtcNow() < _pausedUntil;

    /// <summary>A place for one generation, to be disposed; or why there is none.</summary>
    public Place? TryEnter(string workspace, string customerId, int tokensOfConversation, out string why)
    {
        why = Refuses(workspace, customerId, tokensOfConversation);
        if (why.Length > 0) return null;
        if (Interlocked.Increment(ref _running) <= options.AtOnceMax) return new(this);
        Interlocked.Decrement(ref _running);
        why = "too many at once";
        return null;
    }

    /// <summary>How a generation went: whether anything of it could be said, and what it cost.</summary>
    public void Tell(string workspace, bool wasUseful, int tokens)
    {
        _spent.AddOrUpdate(workspace, _ => (Today, tokens), (_, spent) => spent.Day == Today ? (Today, spent.Tokens + tokens) : (Today, tokens));
        lock (_lock)
        {
            _recent.Enqueue(wasUseful);
            if (_recent.Count > Looked) _recent.Dequeue();
            var failed = _recent.Count(useful => !useful);
            if (_recent.Count < JudgedFrom || failed <= options.FailedShareMax * _recent.Count) return;
            _pausedUntil = time.GetUtcNow() + options.PauseFor;
            _recent.Clear();
        }
        Paused(log, options.PauseFor);
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private string Refuses(string workspace, string customerId, int tokensOfConversation)
    {
        if (IsPaused) return "paused";
        if (!IsInShare(workspace, customerId)) return "not in the share";
        if (tokensOfConversation >= options.TokensPerConversationMax) return "the conversation's budget is spent";
        if (_spent.TryGetValue(workspace, out var spent) && spent.Day == Today && spent.Tokens >= options.TokensPerDayMax) return "the day's budget is spent";
        return "";
    }

    private bool IsInShare(string workspace, string customerId)
    {
        if (options.Share >= 1) return true;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"share\n{workspace}\n{customerId}"));
        return BitConverter.ToUInt32(hash) < options.Share * uint.MaxValue;
    }

    [LoggerMessage(30, LogLevel.Warning, "The model failed or was not supported by articles too often; it is not asked for {Pause}.")]
    private static partial void Paused(ILogger log, TimeSpan pause);

    /// <summary>The right to generate one answer.</summary>
    public sealed class Place : IDisposable
    {
        private readonly ModelGate _gate;
        private int _left;

        internal Place(ModelGate gate) => _gate = gate;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) Interlocked.Decrement(ref _gate._running);
        }
    }
}
