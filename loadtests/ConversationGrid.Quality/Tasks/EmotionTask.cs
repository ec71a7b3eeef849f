using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Quality.Tasks;

/// <summary>The strongest emotion; a row may name several that count as right.</summary>
internal sealed class EmotionTask : ClassifierTask
{
    public override string Name => "emotion";

    protected override string[] LabelColumns => ["label", "ekman", "emotion"];

    protected override LinearModel Shipped() => ModelSet.Default.EmotionPart.Model;
}
