using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Knowledge;

/// <summary>How sure and how long answers from articles are.</summary>
public sealed class AnswerOptions
{
    /// <summary>Below this confidence there is no answer. Calibrated probability, 0..1; default 0.45. Higher refuses more and errs less.</summary>
    [Range(0.0, 1.0)] public double ConfidenceFloor { get; set; } = 0.45;

    /// <summary>From this share of the best article's score on, another article fits as well and neither is the answer. No unit, 0..1; default 0.92; 1 switches
    /// it off.</summary>
    [Range(0.5, 1.0)] public double AmbiguityShare { get; set; } = 0.92;

    /// <summary>From this confidence on an article is one of the choices that a vague question is asked back with. Calibrated probability, 0..1; default
    /// 0.2.</summary>
    [Range(0.0, 1.0)] public double ChoiceFloor { get; set; } = 0.2;

    /// <summary>Below this confidence an article is not suggested while typing. Calibrated probability, 0..1; default 0.25.</summary>
    [Range(0.0, 1.0)] public double SuggestionFloor { get; set; } = 0.25;

    /// <summary>Most sentences of an answer; default 4.</summary>
    [Range(1, 20)] public int SentencesMax { get; set; } = 4;

    /// <summary>Most characters of an answer (a single longer sentence is kept whole); default 600.</summary>
    [Range(80, 4000)] public int AnswerLengthMax { get; set; } = 600;

    /// <summary>Most characters of a suggestion's snippet; default 160.</summary>
    [Range(20, 1000)] public int SnippetLengthMax { get; set; } = 160;
}
