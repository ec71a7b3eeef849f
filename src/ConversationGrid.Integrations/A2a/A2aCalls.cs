using System.Runtime.CompilerServices;
using ConversationGrid.Contracts;
using ConversationGrid.Integrations.Assistants;

namespace ConversationGrid.Integrations.A2a;

/// <summary>What another agent asks for: a message to send, a task to look at or to end.</summary>
internal sealed class A2aCalls(AssistantCalls calls, WaitingPlaces places, CustomerAssistantOptions options, TimeProvider time)
{
    /// <summary>Sends a message and gives the task: when it is answered, when a person is to go on with it, or after a time.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<A2aTask> SendAsync(Guest guest, A2aRequest request, CancellationToken cancel)
    {
        using var place = places.Enter(guest);
        var (conversation, seq) = await PostAsync(guest, request, cancel);
        var task = await TaskAsync(guest, conversation, cancel);
        if (request.AtOnce) return task with { State = task.State == A2aState.Working ? A2aState.Submitted : task.State };
        var began = time.GetTimestamp();
        while (true)
        {
            var (view, _) = await calls.ReadOnAsync(guest, conversation, seq, options.WaitMax - time.GetElapsedTime(began), cancel);
            task = await TaskAsync(guest, conversation, cancel);
            if (task.Rests || view.State != ConversationStatus.Bot || time.GetElapsedTime(began) >= options.WaitMax) return task;
            seq = view.LastSeq;
        }
    }

    /// <summary>Sends a message and gives the task as it goes on, until the next word is the caller's.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async IAsyncEnumerable<(A2aTask Task, bool IsLast)> StreamAsync(
        Guest guest, A2aRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var place = places.Enter(guest);
        var (conversation, seq) = await PostAsync(guest, request, cancel);
        var task = await TaskAsync(guest, conversation, cancel);
        var (began, told) = (time.GetTimestamp(), (State: A2aState.Submitted, Answer: 0L));
        yield return (task with { State = A2aState.Submitted, History = [.. task.History.TakeWhile(m => m.Seq <= seq)] }, false);
        while (true)
        {
            task = await TaskAsync(guest, conversation, cancel);
            var isLast = task.Rests || time.GetElapsedTime(began) >= options.StreamFor;
            var now = (task.State, Answer: task.Answer is { } answer && answer.Seq > seq ? answer.Seq : 0);
            // An answer of before this message is no answer to it.
            if (now != told || isLast) yield return (now.Answer > 0 ? task : task with { History = [.. task.History.Where(m => m.IsFromCustomer)] }, isLast);
            if (isLast) yield break;
            told = now;
            await calls.ReadOnAsync(guest, conversation, Math.Max(seq, task.History.LastOrDefault()?.Seq ?? 0), options.WaitMax, cancel);
            await Task.Delay(options.LookEvery, time, cancel);
        }
    }

    /// <summary>A task.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<A2aTask> GetAsync(Guest guest, string? taskId, CancellationToken cancel)
    {
        guest.Customer(AssistantTools.ReadConversation);
        var id = A2aTaskId.Read(taskId) ?? throw new RefusedException(Refusal.NotFound("task"));
        var task = await TaskAsync(guest, id.Conversation, cancel);
        if (id.Episode < 1 || id.Episode > task.Id.Episode) throw new RefusedException(Refusal.NotFound("task"));
        return id.Episode == task.Id.Episode ? task : new(id, A2aState.Completed, task.At, []);
    }

    /// <summary>Ends a task.</summary>
    /// <exception cref="RefusedException">There is none, or it is over: <c>conflict</c>.</exception>
    public async Task<A2aTask> CancelAsync(Guest guest, string? taskId, CancellationToken cancel)
    {
        var task = await GetAsync(guest, taskId, cancel);
        if (task.State is A2aState.Completed or A2aState.Canceled) throw new RefusedException(Refusal.Conflict($"Task '{task.Id}' is over."));
        await calls.CloseAsync(guest, task.Id.Conversation, cancel);
        return await TaskAsync(guest, task.Id.Conversation, cancel);
    }

    private async Task<A2aTask> TaskAsync(Guest guest, string conversation, CancellationToken cancel)
    {
        var (view, page) = await calls.LatestAsync(guest, conversation, cancel);
        return A2aTask.Of(view, page.Events);
    }

    /// <summary>Writes the message into the conversation that it names, or begins one.</summary>
    private async Task<(string Conversation, long Seq)> PostAsync(Guest guest, A2aRequest request, CancellationToken cancel)
    {
        guest.Customer(AssistantTools.ReadConversation);
        if (request.TaskId is not null)
        {
            var task = await GetAsync(guest, request.TaskId, cancel);
            if (request.ContextId is { } context && context != task.Id.Conversation)
                throw new RefusedException(Refusal.Invalid("The task is of another context."));
            if (task.State is A2aState.Completed or A2aState.Canceled)
                throw new RefusedException(Refusal.Conflict($"Task '{task.Id}' is over; send the message with its contextId alone."));
            return await WriteAsync(task.Id.Conversation);
        }
        if (request.ContextId is { } known) return await WriteAsync(known);
        var begun = await calls.StartAsync(guest, request.Text, null, null, request.MessageId, cancel);
        return (begun.ConversationId, begun.Seq);

        async Task<(string, long)> WriteAsync(string conversation) =>
            (conversation, (await calls.PostAsync(guest, conversation, request.Text, request.MessageId, cancel)).Seq);
    }
}
