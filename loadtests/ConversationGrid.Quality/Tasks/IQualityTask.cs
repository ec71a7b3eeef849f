using System.Text.Json.Nodes;

namespace ConversationGrid.Quality.Tasks;

/// <summary>What to evaluate on. Without <paramref name="Train"/> the shipped model is tested; with <paramref name="Folds"/> the test file is
/// cross-validated.</summary>
/// <param name="Model">Base address of a model server that takes part, and <paramref name="ModelName"/> the model's name there.</param>
/// <param name="Embeddings">The same of a server that makes vectors, and <paramref name="EmbeddingsName"/>.</param>
public sealed record EvaluationRequest(string Test, string? Train = null, string? Valid = null, int? Folds = null, string? Model = null,
    string? ModelName = null, string? Embeddings = null, string? EmbeddingsName = null);

/// <summary>What to train from, and where the model goes.</summary>
public sealed record TrainingRequest(string Train, string? Valid, string Out);

/// <summary>One task of the in-process intelligence: it measures itself on a file and, where it learns, trains a model.</summary>
public interface IQualityTask
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>Writes a report for people to <paramref name="report"/> and gives the line for machines.</summary>
    JsonObject Evaluate(EvaluationRequest request, TextWriter report);

    /// <summary>Writes the model and gives its held-back figures.</summary>
    JsonObject Train(TrainingRequest request, TextWriter report);
}
