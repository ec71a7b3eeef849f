using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using ConversationGrid.Grains.Hosting;

namespace ConversationGrid.Grains.Tests;

/// <summary>What a process chooses for itself, and what it refuses.</summary>
public class ClusterOptionsTests
{
    /// <summary>Systems give ports from 32768 on to outgoing connections: one of these could be taken before the silo listens.</summary>
    [Fact]
    public void OwnPort_IsFree_AndBelowThoseOfOutgoingConnections()
    {
        for (var i = 0; i < 50; i++)
        {
            var port = new ClusterOptions().FreePort();
            Assert.InRange(port, 20_000, 32_767);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
    }

    [Theory]
    [InlineData(3, 10, true)]
    [InlineData(10, 10, false)]
    [InlineData(12, 10, false)]
    public void CallIsRepeated_BeforeItIsGivenUp(int repeatAfter, int callTimeout, bool isTaken)
    {
        var options = new ClusterOptions { RepeatCallAfter = TimeSpan.FromSeconds(repeatAfter), CallTimeout = TimeSpan.FromSeconds(callTimeout) };
        if (isTaken) options.ThrowIfInvalid();
        else Assert.Contains("RepeatCallAfter", Assert.Throws<ValidationException>(options.ThrowIfInvalid).Message);
    }
}
