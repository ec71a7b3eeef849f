using System.Text;
using System.Text.Json;
using ConversationGrid.Client.Hubs;

namespace ConversationGrid.Client.Tests.Hubs;

public sealed class HubFrameTests
{
    [Fact]
    public void Read_Push_GivesTargetAndFirstArgument()
    {
        var frame = HubFrame.Read("""{"type":1,"target":"event","arguments":[{"seq":7,"data":{"text":"a ]} \u001e b"}},2]}"""u8);
        Assert.Equal(HubFrameKind.Invocation, frame.Kind);
        Assert.Equal("event", Encoding.UTF8.GetString(frame.Target));
        Assert.Equal("""{"seq":7,"data":{"text":"a ]} \u001e b"}}""", Encoding.UTF8.GetString(frame.Argument));
        Assert.Equal(0, frame.InvocationId);
    }

    [Theory]
    [InlineData("""{"type":3,"invocationId":"42","result":{"a":[1,2]}}""", "{\"a\":[1,2]}")]
    [InlineData("""{"result":"x","invocationId":"42","type":3}""", "\"x\"")]
    [InlineData("""{"result":null,"later":{"unknown":[{}]},"invocationId":"42","type":3}""", "null")]
    [InlineData("""{"type":3,"invocationId":"42"}""", "")]
    public void Read_Completion_InAnyOrderOfProperties(string json, string result)
    {
        var frame = HubFrame.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal(HubFrameKind.Completion, frame.Kind);
        Assert.Equal(42, frame.InvocationId);
        Assert.Equal(result, Encoding.UTF8.GetString(frame.Result));
        Assert.Null(frame.Error);
    }

    [Fact]
    public void Read_FailedCompletion_GivesTheError()
    {
        var frame = HubFrame.Read("""{"type":3,"invocationId":"1","error":"no"}"""u8);
        Assert.Equal("no", frame.Error);
    }

    [Fact]
    public void Read_NoArguments_IsEmpty() => Assert.True(HubFrame.Read("""{"type":1,"target":"x","arguments":[]}"""u8).Argument.IsEmpty);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"type\":1,")]
    [InlineData("{\"arguments\":3}")]
    public void Read_NoFrame_Throws(string json) => Assert.ThrowsAny<JsonException>(() => HubFrame.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("An unexpected error occurred invoking 'Post' on the server. HubException: not_found: No such conversation.", "not_found", false)]
    [InlineData("HubException: rate_limited: Slower, please: wait.", "rate_limited", true)]
    [InlineData("HubException: unavailable: Later.", "unavailable", true)]
    [InlineData("Failed to invoke 'Post' due to an error on the server.", "unavailable", true)]
    [InlineData("HubException: Some words without a code", "invalid", false)]
    [InlineData("HubException: Some Words: more", "invalid", false)]
    public void FromHub_ReadsTheCode(string error, string code, bool retryable)
    {
        var e = GridException.FromHub(error);
        Assert.Equal(code, e.Code);
        Assert.Equal(retryable, e.Retryable);
    }

    [Fact]
    public void BackOff_GrowsJittersAndEnds()
    {
        var backOff = new BackOff { First = TimeSpan.FromMilliseconds(100), Max = TimeSpan.FromSeconds(2) };
        Assert.Equal(10, backOff.Wait(0, 0).TotalMilliseconds, 3);
        Assert.Equal(100, backOff.Wait(0, 1).TotalMilliseconds, 3);
        Assert.Equal(400, backOff.Wait(2, 1).TotalMilliseconds, 3);
        Assert.Equal(2000, backOff.Wait(40, 1).TotalMilliseconds, 3);
    }
}
