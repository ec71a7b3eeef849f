using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Gateway.Wire;

namespace ConversationGrid.Gateway.Hubs;

/// <content>The working day: labels, fields, urgency, snooze, hold, merge, block, spam, macros.</content>
public sealed partial class AgentHub
{
    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Label(LabelRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new LabelConversation(me.Caller, request.Add, request.Remove));
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> SetFields(FieldsRequest request)
    {
        var me = Me;
        return ExecuteAsync(
            Mine(me, request.ConversationId),
            new SetFields(me.Caller, [.. (request.Fields ?? new Dictionary<string, string?>()).Select(f => new CustomField(f.Key, f.Value))]));
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> SetPriority(PriorityRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new SetPriority(me.Caller, request.Priority));
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Snooze(SnoozeRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new SnoozeConversation(me.Caller, request.Until.ToUniversalTime()));
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Unsnooze(ConversationRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new UnsnoozeConversation(me.Caller));
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Hold(HoldRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new HoldConversation(me.Caller, request.OnHold));
    }

    /// <summary>Removes the text of one message or note, for everybody and for ever.</summary>
    [Needs(Rights.Redact)]
    public async Task<ConversationReceipt> Redact(RedactRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        return new(id.Id, (await Services.Redactions.RedactAsync(me, id, request.Seq, Context.ConnectionAborted)).Seq);
    }

    /// <summary>Ends this conversation in favour of another one of the same customer, which the caller must be able to see too.</summary>
    [Needs(Rights.Reply)]
    public async Task<ConversationReceipt> Merge(MergeRequest request)
    {
        var me = Me;
        var (id, into) = (Mine(me, request.ConversationId), Mine(me, request.Into));
        var other = await FollowedAsync(into, me.Caller);
        if (other.State is ConversationStatus.Closed || other.MergedInto is not null)
            throw new RefusedException(Refusal.Conflict($"Conversation '{into.Id}' is closed; merge into one that is open."));
        return await ExecuteAsync(id, new MergeConversation(me.Caller, into.Id, other.CustomerId));
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Spam(ConversationRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new MarkSpam(me.Caller));
    }

    /// <summary>Shuts the conversation's customer out of writing, or lets it in again.</summary>
    [Needs(Rights.Reply)]
    public async Task<ConversationReceipt> Block(BlockRequest request)
    {
        var me = Me;
        var view = await FollowedAsync(Mine(me, request.ConversationId), me.Caller);
        var receipt = (await Grid.Customer(me.Entity(view.CustomerId)).ExecuteAsync(
            new BlockCustomer(me.Caller, request.Blocked, request.Reason), Context.ConnectionAborted)).OrThrow();
        return new(view.ConversationId, receipt.Seq);
    }

    /// <summary>The macros at hand; with a conversation, only those of its queue.</summary>
    public async Task<MacrosAnswer> Macros(ConversationRequest request)
    {
        var me = Me;
        var view = string.IsNullOrEmpty(request.ConversationId) ? null : await ViewAsync(Mine(me, request.ConversationId), me.Caller);
        var macros = Services.Settings.Of(me.Workspace.Name).Macros
            .Where(m => view is null || m.Definition.Queues is not { Count: > 0 } queues || (view.Queue is { } queue && queues.Contains(queue)));
        var values = view is null ? null : TemplateValues.Of(view, me.Caller.Actor.Name);
        return new([.. macros.Select(m =>
        {
            var preview = values is null ? null : m.Definition.Render(values);
            return new MacroSummary(m.Id, m.Definition.Name!, m.Definition.Texts ?? [], [.. (m.Definition.Actions ?? []).Select(a => a.Do!)], preview?.Text,
                preview?.Missing);
        })]);
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Macro(MacroRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new RunMacro(me.Caller, request.MacroId ?? "", request.ClientId ?? ""));
    }
}
