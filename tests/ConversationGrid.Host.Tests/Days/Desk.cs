using System.Text.Json;
using ConversationGrid.Client;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>One agent at work: takes what is offered, and turns every twelfth offer down.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private const int DeclinesEvery = 12;

    private readonly Centre _centre;
    private readonly Person _person;
    private int _offers;

    private Desk(Centre centre, Member member, Person person) => (_centre, Member, _person) = (centre, member, person);

    public Member Member { get; }

    public static async Task<Desk> OpenAsync(Centre centre, Member member)
    {
        var person = await Person.StaffAsync(centre.Host, member.Id, password: Centre.Password);
        var desk = new Desk(centre, member, person);
        person.Pushed = desk.OnPush;
        await person.CallAsync("SetPresence", new { status = "online" });
        return desk;
    }

    /// <summary>Writes to the customer; false when the conversation is not this agent's any more.</summary>
    public Task<bool> SayAsync(string conversation, string clientId, string text) =>
        CallAsync("Post", conversation, new { conversationId = conversation, clientId, text });

    /// <inheritdoc cref="SayAsync"/>
    public Task<bool> ResolveAsync(string conversation) => CallAsync("Resolve", conversation, new { conversationId = conversation, disposition = "replayed" });

    /// <summary>The agent's machine dies: no goodbye, and it never comes back.</summary>
    public void Kill() => _person.Abort();

    public ValueTask DisposeAsync() => _person.DisposeAsync();

    private async Task<bool> CallAsync(string method, string conversation, object argument)
    {
        try
        {
            await Centre.PatientlyAsync(() => _person.CallAsync(method, argument));
            return true;
        }
        catch (GridException refused) when (refused.Code is GridErrorCode.Forbidden or GridErrorCode.Disconnected)
        {
            _centre.Lost(conversation, this);
            return false;
        }
    }

    private void OnPush(string name, JsonElement argument)
    {
        if (name == "offer") _ = AnswerAsync(argument.Text("offerId")!, argument.Text("conversationId")!);
    }

    private Task AnswerAsync(string offerId, string conversation) => _centre.Gate.ActAsync(async () =>
    {
        try
        {
            if (Interlocked.Increment(ref _offers) % DeclinesEvery == 0)
            {
                await Centre.PatientlyAsync(() => _person.CallAsync("Decline", new { offerId, reason = "busy" }));
                return;
            }
            await Centre.PatientlyAsync(() => _person.CallAsync("Accept", new { offerId }));
            _centre.Took(conversation, this);
        }
        catch (GridException refused) when (refused.Code is GridErrorCode.Conflict or GridErrorCode.Disconnected)
        {
            // It was withdrawn, or this agent is gone.
        }
    });
}
