using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Grains.Tests;

/// <summary>Keeps the last warnings of all silos, for a test that failed and wants to say more.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    private const int KeptMax = 200;

    public static ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception?.Message}");
        while (Lines.Count > KeptMax) Lines.TryDequeue(out _);
    }

    public void Dispose()
    {
    }
}
