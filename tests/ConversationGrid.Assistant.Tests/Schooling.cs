using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Following;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Assistant.Tests;

/// <summary>What a host does for its experience, when a test wants it: reads on in the journal, and makes it searchable.</summary>
internal sealed class Schooling(IJournal journal, Experience experience)
{
    private readonly JournalFollower _follower = new(journal, [experience], new EngineOptions(), TimeProvider.System, NullLogger<JournalFollower>.Instance);

    public async Task GoOnAsync()
    {
        await _follower.ReadOnAsync();
        experience.Learn();
    }
}
