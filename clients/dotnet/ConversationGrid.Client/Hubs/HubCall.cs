using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ConversationGrid.Client.Hubs;

/// <summary>A call that waits for its answer. Exactly one of the two methods is called, once, on the thread that reads the wire: return quickly.</summary>
public abstract class HubCall
{
    /// <param name="result">JSON of the result, valid during the call; empty when the method returns nothing.</param>
    public abstract void Complete(ReadOnlySpan<byte> result);

    public abstract void Fail(Exception reason);
}

/// <summary>A call whose answer is a task.</summary>
internal sealed class HubCall<T>(JsonTypeInfo<T> type) : HubCall
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Complete(ReadOnlySpan<byte> result)
    {
        try
        {
            _answer.TrySetResult(result.IsEmpty ? default! : JsonSerializer.Deserialize(result, type)!);
        }
        catch (JsonException e)
        {
            _answer.TrySetException(new GridException(GridErrorCode.Invalid, "The answer is not what the protocol promises.", e));
        }
    }

    public override void Fail(Exception reason) => _answer.TrySetException(reason);
}
