using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Quality.Tasks;

/// <summary>Which of the languages a text is in.</summary>
internal sealed class LanguageTask : ClassifierTask
{
    public override string Name => "language";

    protected override string[] LabelColumns => ["lang", "language", "label"];

    protected override LinearModel Shipped() => ModelSet.Default.LanguagePart.Model;
}
