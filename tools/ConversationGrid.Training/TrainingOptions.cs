namespace ConversationGrid.Training;

/// <summary>How a linear model is trained. The defaults are what ships; they were chosen on training and validation data only and are the same for
/// every data set.</summary>
public sealed record TrainingOptions
{
    /// <summary>Weight of words, word pairs, letters, mood marks, valence and words together, in this order; 0 leaves the family out.</summary>
    public IReadOnlyList<float> FamilyWeights { get; init; } = [1f, 0.4f, 1f, 0f, 0f, 0.8f];

    /// <summary>Weight of the words' vectors added up; 0 leaves them out.</summary>
    public float MeaningWeight { get; init; }

    /// <summary>How much a mistake costs against the size of the weights (the C of a support vector machine).</summary>
    public float Cost { get; init; } = 0.5f;

    /// <summary>How much more a missed own example costs than a wrongly taken other one.</summary>
    public float OwnCost { get; init; } = 0.5f;

    /// <summary>Passes over the examples.</summary>
    public int Passes { get; init; } = 12;

    /// <summary>A feature seen in fewer examples is dropped; few-shot sets keep all.</summary>
    public int ExamplesMin { get; init; } = 2;

    /// <summary>At most this many features are kept, the strongest.</summary>
    public int FeaturesMax { get; init; } = 60_000;

    /// <summary>
    /// Trains a second time on the kept features alone, so that they learn to do without the others. Costs as much again; it is for the model that
    /// drops most of its features.
    /// </summary>
    public bool Twice { get; init; }

    /// <summary>Which features are the strongest: the largest weight by this power of the number of examples the feature is in. 0 goes by the weight
    /// alone.</summary>
    public float CommonPower { get; init; }

    /// <summary>Shuffles the examples.</summary>
    public uint Seed { get; init; } = 1;
}
