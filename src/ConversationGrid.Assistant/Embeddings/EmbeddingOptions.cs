using System.ComponentModel.DataAnnotations;
using ConversationGrid.Assistant.Models;

namespace ConversationGrid.Assistant.Embeddings;

/// <summary>
/// A model that makes vectors of texts, in the place of the built-in ones when customers' questions are ranked: any server that speaks the OpenAI protocol
/// (<c>/v1/embeddings</c>). Section <c>Grid:Assistant:Embeddings</c>. Without an endpoint nothing leaves the process.
/// </summary>
public sealed class EmbeddingOptions : IValidatableObject
{
    /// <summary>Base address of the protocol, as a rule ending in <c>/v1</c>. Default: none. Plain http is accepted for this machine only.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The model's name there.</summary>
    [StringLength(200)]
    public string Name { get; set; } = "";

    /// <summary>Its key. No default; give it in the environment (<c>Grid__Assistant__Embeddings__Key</c>), or in a file.</summary>
    public string? Key { get; set; }

    /// <summary>A file that holds the key and nothing else.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Numbers of a vector, asked of the model and then required. Default: 0, as many as it gives by itself.</summary>
    [Range(0, 4_096)]
    public int Dimensions { get; set; }

    /// <summary>Languages that the model knows, as two letters; texts in others are ranked by words alone. Default: none named, all.</summary>
    public IList<string> Languages { get; } = [];

    /// <summary>
    /// Whether the model is known to tell sentences of like meaning: then its vectors find articles by themselves, weigh as much as words, and carry a part of
    /// the confidence, whose numbers were fitted for such vectors. Default: off, a model of unknown quality only tips the scales.
    /// </summary>
    public bool FindsBySentences { get; set; }

    /// <summary>How long a customer's answer waits for the vector of the question; after it the built-in vectors serve. Default: 300 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan QuestionWithin { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long one call for articles may take. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan BatchWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Texts of articles in one call. Default: 64.</summary>
    [Range(1, 2_048)]
    public int BatchMax { get; set; } = 64;

    /// <summary>Questions away at the same time in this process; beyond, the built-in vectors serve. Default: 64.</summary>
    [Range(1, 400)]
    public int AtOnceMax { get; set; } = 64;

    /// <summary>How long a server that failed is left alone: after one failed call for articles, or five failed questions in a row. Default: 30
    /// seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan PauseFor { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        OpenAiServer.Check("Grid:Assistant:Embeddings", Endpoint, Name, Key, KeyFile);
}
