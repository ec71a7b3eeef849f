using ConversationGrid.Fuzz.Texts;

namespace ConversationGrid.Security.Tests.Texts;

/// <summary>A test that needs the corpora of attacks, which are not part of the repository.</summary>
public sealed class CorporaFactAttribute : FactAttribute
{
    public CorporaFactAttribute()
    {
        if (HostileTexts.Find() is null) Skip = "The corpora are not here: put them at ../shared/data/attacks, or name their folder in GRID_ATTACKS.";
    }
}
