using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Assistant.Models;

/// <summary>
/// The language model behind generated answers: any server that speaks the OpenAI protocol. Section <c>Grid:Assistant:Model</c>. Without an
/// endpoint there is no model, nothing leaves the process, and answers are the articles' own sentences.
/// </summary>
public sealed class ModelOptions : IValidatableObject
{
    /// <summary>Base address of the protocol, as a rule ending in <c>/v1</c>. Default: none. Plain http is accepted for this machine only.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The model's name there.</summary>
    [StringLength(200)]
    public string Name { get; set; } = "";

    /// <summary>Its key. No default; give it in the environment (<c>Grid__Assistant__Model__Key</c>), or in a file.</summary>
    public string? Key { get; set; }

    /// <summary>A file that holds the key and nothing else.</summary>
    public string? KeyFile { get; set; }

    /// <summary>How long a customer's burst of messages may settle before an answer is begun. Default: 400 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan SettleAfter { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long the model may take before its first word. Default: 4 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:02:00")]
    public TimeSpan FirstWordWithin { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long it may be silent in the middle of an answer. Default: 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:02:00")]
    public TimeSpan SilenceMax { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a whole answer may take. After it the customer gets what was found without the model, or a human. Default: 12 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:05:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>Characters of an answer that are read; the rest is cut off. Default: 4,000.</summary>
    [Range(100, 100_000)]
    public int OutputLengthMax { get; set; } = 4_000;

    /// <summary>Tokens that one answer may have. Default: 400.</summary>
    [Range(16, 8_192)]
    public int OutputTokensMax { get; set; } = 400;

    /// <summary>Generations at the same time in this process; beyond, answers are made without the model. Default: 64.</summary>
    [Range(1, 400)]
    public int AtOnceMax { get; set; } = 64;

    /// <summary>Tokens that one episode of a conversation may cost. Default: 20,000.</summary>
    [Range(0, 10_000_000)]
    public int TokensPerConversationMax { get; set; } = 20_000;

    /// <summary>Tokens that one workspace may cost in a day (UTC), counted by each process. Default: 2,000,000.</summary>
    [Range(0, 2_000_000_000)]
    public int TokensPerDayMax { get; set; } = 2_000_000;

    /// <summary>Share of customers whose answers the model writes, 0 to 1; the same customer is always on the same side. Default: 1.</summary>
    [Range(0.0, 1.0)]
    public double Share { get; set; } = 1;

    /// <summary>
    /// Share of the model's last answers that may fail or not be supported by any article, 0 to 1. Above it the model is not asked for
    /// <see cref="PauseFor"/>. Default: 0.5.
    /// </summary>
    [Range(0.05, 1.0)]
    public double FailedShareMax { get; set; } = 0.5;

    /// <summary>How long a model that fails too often is left alone. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PauseFor { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        OpenAiServer.Check("Grid:Assistant:Model", Endpoint, Name, Key, KeyFile);
}
