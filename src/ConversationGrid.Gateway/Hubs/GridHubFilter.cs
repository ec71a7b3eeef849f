using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Delivery;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>Stands before every hub method: limits first, then the call, and every failure as <c>code: explanation</c>.</summary>
internal sealed partial class GridHubFilter(Connections connections, RateLimits limits, Overload overload, ILogger<GridHubFilter> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var counts = Overload.Counts(call.HubMethodName);
        if (counts) overload.Enter();
        try
        {
            if (!connections.TryTakeCall(call.Context.ConnectionId) || !limits.TryTake(call.Context.UserIdentifier ?? call.Context.ConnectionId))
                throw new RefusedException(Refusal.RateLimited("Too many calls; wait a moment and try again."));
            foreach (var argument in call.HubMethodArguments)
                if (argument is null) throw new RefusedException(Refusal.Invalid($"{call.HubMethodName} takes one object."));
            return await next(call);
        }
        catch (RefusedException refused)
        {
            throw new HubException(Text(refused.Refusal));
        }
        catch (JournalUnavailableException)
        {
            throw new HubException(Text(Refusal.Unavailable("The journal did not answer; try again.")));
        }
        catch (OperationCanceledException) when (call.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure) when (failure is not HubException)
        {
            // Not the caller's fault, and none of its business: it may try again with the same clientId.
            CallFailed(log, call.Hub.GetType().Name, call.HubMethodName, failure);
            throw new HubException(Text(Refusal.Unavailable("Something went wrong here; try again.")));
        }
        finally
        {
            if (counts) overload.Exit();
        }
    }

    /// <summary>A connection that ends while it begins is no error, nor one whose account was removed meanwhile: that one is ended, and its next request is told why.</summary>
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.Context.ConnectionAborted.IsCancellationRequested)
        {
            // Nobody is there any more; what was begun for it ends with OnDisconnected.
        }
        catch (RefusedException)
        {
            context.Context.Abort();
        }
    }

    /// <summary><c>code: explanation</c>; where the same call may succeed later, the last word is <c>(retry)</c>.</summary>
    private static string Text(Refusal refusal) => refusal.Retryable ? $"{refusal.Code}: {refusal.Message} (retry)" : $"{refusal.Code}: {refusal.Message}";

    [LoggerMessage(40, LogLevel.Error, "{Hub}.{Method} failed.")]
    private static partial void CallFailed(ILogger log, string hub, string method, Exception failure);
}
