using ConversationGrid.Gateway;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Hubs;
using ConversationGrid.Gateway.Throttling;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Security.Tests.Floods;

/// <summary>Messages are refused while more come than can be stored for a second, and never for a burst that passes.</summary>
public class OverloadTests
{
    private const int PerWindow = 50;
    private readonly FakeTimeProvider _clock = new();
    private readonly Overload _overload;

    public OverloadTests() => _overload = new(Options.Create(new GatewayOptions()), _clock);

    [Fact]
    public void LastingBacklog_IsRefusedAfterASecond_DownToWhatFits()
    {
        Enter(500);
        Work(windows: 9);
        Assert.False(_overload.Refuses());
        Work(windows: 4);
        Assert.True(_overload.Refuses());

        // 500 a second for 200 ms: a hundred may be under way.
        for (var i = 0; i < 401; i++) _overload.Exit();
        Assert.False(_overload.Refuses());
    }

    [Fact]
    public void BurstThatPasses_IsNeverRefused()
    {
        for (var burst = 0; burst < 5; burst++)
        {
            Enter(2_000);
            Assert.False(_overload.Refuses());
            for (var i = 0; i < 2_000; i++)
            {
                if (i % 400 == 0) _clock.Advance(TimeSpan.FromMilliseconds(100));
                _overload.Exit();
            }
        }
        Assert.False(_overload.Refuses());
    }

    [Fact]
    public void OnceDrained_TheNextBurstIsQueued()
    {
        Enter(500);
        Work(windows: 20);
        Assert.True(_overload.Refuses());
        for (var i = 0; i < 500; i++) _overload.Exit();

        Enter(2_000);
        Assert.False(_overload.Refuses());
    }

    [Fact]
    public void CountedMethods_AreMethodsOfAHub() => Assert.All(Overload.Counted, name =>
        Assert.Contains((Type[])[typeof(CustomerHub), typeof(AgentHub), typeof(SupervisorHub)], hub => hub.GetMethod(name) is not null));

    /// <summary>As many come as are done, so that the backlog stays.</summary>
    private void Work(int windows)
    {
        for (var window = 0; window < windows; window++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            for (var i = 0; i < PerWindow; i++)
            {
                _overload.Exit();
                _overload.Enter();
            }
        }
    }

    private void Enter(int calls)
    {
        for (var i = 0; i < calls; i++) _overload.Enter();
    }
}
