using ConversationGrid.Contracts;
using ConversationGrid.Domain;

namespace ConversationGrid.Engine.Ports;

/// <summary>Carries effects out, off every entity's turn. Returns at once; an effect that is already under way is not started again.</summary>
public interface IEffectRunner
{
    void Start(StreamId source, PendingEffect effect);
}

/// <summary>Carries one effect out and brings its result back as a command. Throwing leaves it pending for another try.</summary>
public interface IEffectHandler
{
    Task HandleAsync(StreamId source, PendingEffect effect, CancellationToken cancel);
}
