using System.Text;
using System.Threading.Tasks.Sources;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Delivery;

namespace ConversationGrid.Security.Tests.Delivery;

/// <summary>Whatever a write does, each push is written once and in order.</summary>
public class SendBufferTests
{
    [Fact]
    public void Push_WhoseWriteEndsWhileItIsLookedAt_IsWrittenOnce()
    {
        var connection = FakeConnection.Open("c1");
        connection.Ends = () => new(new EndsAtTheSecondLook(), 0);
        connection.SendBuffer.Send(SendBuffer.Frame(Encoding.UTF8.GetBytes("first\u001e")));
        connection.Ends = null;
        connection.SendBuffer.Send(SendBuffer.Frame(Encoding.UTF8.GetBytes("second\u001e")));
        Assert.Equal(["first", "second"], connection.Pushes);
    }

    [Fact]
    public void Pushes_BehindAWriteThatTakesLong_FollowInOrder()
    {
        var connection = FakeConnection.Open("c1");
        var slow = new TaskCompletionSource();
        connection.Ends = () => new(slow.Task);
        for (var i = 1; i <= 3; i++)
        {
            connection.SendBuffer.Send(SendBuffer.Frame(Encoding.UTF8.GetBytes($"{i}\u001e")));
            connection.Ends = null;
        }
        Assert.Equal(["1"], connection.Pushes);
        slow.SetResult();
        Assert.Equal(["1", "2", "3"], connection.Pushes);
    }

    [Fact]
    public void Pushes_ThatWait_AreBoundedInBytes()
    {
        var connection = FakeConnection.Open("c1");
        var slow = new TaskCompletionSource();
        connection.Ends = () => new(slow.Task);
        var push = new byte[FakeConnection.SendBufferBytesMax / 4];
        for (var i = 0; i < 5; i++)
        {
            connection.SendBuffer.Send(SendBuffer.Frame(push));
            Assert.False(connection.SendBuffer.IsClosed);
        }
        connection.SendBuffer.Send(SendBuffer.Frame([1]));
        Assert.True(connection.SendBuffer.IsClosed);
        slow.SetResult();
        Assert.Equal(1, connection.Writes);
    }

    private sealed class EndsAtTheSecondLook : IValueTaskSource
    {
        private int _looks;

        public ValueTaskSourceStatus GetStatus(short token) => _looks++ == 0 ? ValueTaskSourceStatus.Pending : ValueTaskSourceStatus.Succeeded;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => continuation(state);

        public void GetResult(short token)
        {
        }
    }
}
