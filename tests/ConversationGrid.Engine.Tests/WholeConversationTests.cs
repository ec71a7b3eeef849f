using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;

namespace ConversationGrid.Engine.Tests;

public class WholeConversationTests : WholeConversation
{
    protected override Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        Task.FromResult<GridWorld>(InProcessWorld.InMemory(conversations, options));
}

public class WatchingTests : Watching
{
    protected override Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        Task.FromResult<GridWorld>(InProcessWorld.InMemory(conversations, options));

    protected override IGrid Watcher(GridWorld world) => world.Grid;
}
