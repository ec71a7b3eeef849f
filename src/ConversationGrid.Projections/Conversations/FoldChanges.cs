using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Projections.Episodes;
using ConversationGrid.Projections.Lessons;

namespace ConversationGrid.Projections.Conversations;

/// <summary>What changed in a fold since it was written.</summary>
internal sealed class FoldChanges
{
    public bool Agents { get; set; }
    public bool Labels { get; set; }
    public bool Episode { get; set; }

    /// <summary>Episodes before the last one whose figures changed.</summary>
    public List<EpisodeFold> Earlier { get; } = [];
    public List<LearntLesson> Learnt { get; } = [];

    /// <summary>Whether what was solved before is to be removed.</summary>
    public bool ForgetsSolved { get; private set; }

    /// <summary>Whether it went from somebody: out of a queue, or from its agent.</summary>
    public bool Left { get; private set; }

    /// <summary>The queue in which it waited before that.</summary>
    public string? LeftQueue { get; private set; }

    public void Note(ConversationParties before, ConversationParties after)
    {
        var leftQueue = before.WaitsIn is not null && after.WaitsIn != before.WaitsIn;
        if (leftQueue) LeftQueue = before.WaitsIn;
        Left |= leftQueue || before.Agents != after.Agents;
        Agents |= before.Agents != after.Agents;
    }

    public void ForgetSolved()
    {
        ForgetsSolved = true;
        Learnt.RemoveAll(lesson => lesson.Kind == LessonKind.Solved);
    }
}
