using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Http;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Telemetry;
using ConversationGrid.Gateway.Throttling;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Gateway.Calls;

/// <summary>Stands before every hub method: limits first, then the call, and every failure as <c>code: explanation</c>.</summary>
internal sealed partial class GridHubFilter(Connections connections, Callers callers, RateLimits limits, Overload overload, SecurityTrail trail,
    ILogger<GridHubFilter> log)
    : IHubFilter
{
    private const string CodeKey = "code";

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next) =>
        DeliveryMetrics.HearsCalls || GridTelemetry.Recorded is not null ? MeasuredAsync(call, next) : AnsweredAsync(call, next);

    private async ValueTask<object?> MeasuredAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var (began, ended) = (Stopwatch.GetTimestamp(), GridTelemetry.Done);
        try
        {
            return await AnsweredAsync(call, next);
        }
        catch (HubException refused)
        {
            ended = refused.Data[CodeKey] as string ?? GridTelemetry.Failed;
            throw;
        }
        catch (Exception)
        {
            ended = GridTelemetry.Failed;
            throw;
        }
        finally
        {
            var method = call.HubMethodName == GridHubProtocol.BadInvocation ? "bad" : call.HubMethodName;
            DeliveryMetrics.Called(call.Hub.GetType(), method, ended, Stopwatch.GetElapsedTime(began));
            GridTelemetry.Recorded?.SetTag(GridTelemetry.OutcomeTag, ended);
        }
    }

    private async ValueTask<object?> AnsweredAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var counts = Overload.Counts(call.HubMethodName);
        if (counts) overload.Enter();
        try
        {
            if (!connections.TryTakeCall(call.Context.ConnectionId) || !limits.TryTake(call.Context.UserIdentifier ?? call.Context.ConnectionId))
                throw new RefusedException(Refusal.RateLimited("Too many calls; wait a moment and try again."));
            var needed = NeedsAttribute.Of(call.Hub.GetType(), call.HubMethod);
            if (needed != Rights.None && callers.Find(call.Context.User) is { } me && !me.Caller.Has(needed))
            {
                RefusedAccess.Note(trail, me, $"{call.Hub.GetType().Name}.{call.HubMethodName}");
                throw new RefusedException(Refusal.Forbidden($"This account has no right to {string.Join(", ", RightNames.NamesOf(needed))}."));
            }
            foreach (var argument in call.HubMethodArguments)
                if (argument is null) throw new RefusedException(Refusal.Invalid($"{call.HubMethodName} takes one object."));
            return await next(call);
        }
        catch (RefusedException refused)
        {
            throw Refused(refused.Refusal);
        }
        catch (JournalUnavailableException)
        {
            throw Refused(Refusal.Unavailable("The journal did not answer; try again."));
        }
        catch (OperationCanceledException) when (call.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure) when (failure is not HubException)
        {
            // Not the caller's fault, and none of its business: it may try again with the same clientId.
            CallFailed(log, call.Hub.GetType().Name, call.HubMethodName, failure);
            throw Refused(Refusal.Unavailable("Something went wrong here; try again."));
        }
        finally
        {
            if (counts) overload.Exit();
        }
    }

    /// <summary>A connection that ends while it begins is no error, nor one whose account was removed meanwhile: that one is ended, and its next
    /// request is told why.</summary>
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

    /// <summary><c>code: explanation</c>; where the same call may succeed later, the last word is <c>(retry)</c>, and before it stands when, if that is
    /// known: <c>retryAfterMs=60000</c>.</summary>
    private static string Text(Refusal refusal) => refusal switch
    {
        { Retryable: true, RetryAfterMs: { } after } => $"{refusal.Code}: {refusal.Message} retryAfterMs={after} (retry)",
        { Retryable: true } => $"{refusal.Code}: {refusal.Message} (retry)",
        _ => $"{refusal.Code}: {refusal.Message}",
    };

    /// <summary>A refusal as hubs carry it. No class of its own: SignalR sends the exception's type along, and clients know this one.</summary>
    private static HubException Refused(Refusal refusal) => new(Text(refusal)) { Data = { [CodeKey] = refusal.Code } };

    [LoggerMessage(4020, LogLevel.Error, "{Hub}.{Method} failed.")]
    private static partial void CallFailed(ILogger log, string hub, string method, Exception failure);
}
