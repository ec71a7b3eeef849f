using System.Reflection;
using ConversationGrid.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Grains.Tests;

/// <summary>The watchdog of a silo says nothing about the hours for which its machine has been up.</summary>
public class WatchdogClockTests
{
    /// <summary>What the first thread may see before the second one was looked at for the first time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FirstLook_BeforeTheSecondThreadRuns_WarnsWithTheSystemsClockOnly(bool ours)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(new UpForHours());
        var log = new Warnings();
        builder.Logging.AddProvider(log);
        builder.Services.AddOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            if (ours) WatchdogClock.Use(silo.Services);
        });
        using var host = builder.Build();
        var type = Assert.Single(builder.Services, s => s.ServiceType.FullName == "Orleans.Runtime.Watchdog").ServiceType;
        var watchdog = host.Services.GetRequiredService(type);
        type.GetMethod("CheckRuntimeHealth", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(watchdog, []);
        Assert.Equal(ours, !log.Lines.Exists(l => l.Contains("Participant check thread", StringComparison.Ordinal)));
    }

    private sealed class UpForHours : TimeProvider
    {
        private static readonly TimeSpan Uptime = TimeSpan.FromHours(7);

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Uptime.TotalSeconds * TimestampFrequency);
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines) Lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
