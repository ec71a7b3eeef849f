using ConversationGrid.Quality.Defaults;
using ConversationGrid.Training;
using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Quality.Tasks;

/// <summary>Which of the languages a text is in.</summary>
internal sealed class LanguageTask : ClassifierTask
{
    public override string Name => "language";

    protected override string[] LabelColumns => ["lang", "language", "label"];

    protected override LinearModel Shipped() => ModelSet.Default.LanguagePart.Model;

    /// <summary>The shipped model's material, less every text that falls into the tested fold, whichever file it comes from.</summary>
    protected override LinearModel TrainFold(Example[] rest, Func<string, bool> isTested) =>
        ModelTraining.TrainModel(Name, [.. LanguageMaterial.Examples(Material.Of(Options.None)).Where(example => !isTested(example.Text))]).Model;
}
