using System.IO.Compression;
using System.Runtime.InteropServices;
using ConversationGrid.Contracts;
using ConversationGrid.Understanding.Priority;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Risk;

/// <summary>
/// Follows a conversation and says how likely its customer is to lose patience: a logistic model over the course (feeling and its slope, capitals, repeats,
/// waiting, threats) and the words of both sides. The fold is pure and its state bounded, so the same messages always give the same risk.
/// </summary>
public sealed class RiskModel
{
    private const string Resource = "risk.bin";
    private const int FormatVersion = 1;
    private const int TextLengthMax = 8000;
    private const int ReasonsMax = 3;
    private const double ReasonFrom = 0.15;
    private const double QuickShare = 0.5;
    private const double SlowShare = 0.15;

    private readonly float[] _words;
    private readonly double[] _course;
    private readonly double[] _mean;
    private readonly double[] _deviation;
    private readonly double _intercept;

    internal RiskModel(string version, float[] words, double[] course, double[] mean, double[] deviation, double intercept) =>
        (Version, _words, _course, _mean, _deviation, _intercept) = (version, words, course, mean, deviation, intercept);

    /// <summary>The shipped model.</summary>
    public static RiskModel Default { get; } = Load();

    /// <summary>Which model this is, for audit and replay.</summary>
    public string Version { get; }

    /// <summary>The state after one more message. A state of another model starts its words again and keeps the course.</summary>
    public RiskState Fold(RiskState state, RiskTurn turn)
    {
        ArgumentNullException.ThrowIfNull(state);
        var text = (turn.Text ?? "").AsSpan();
        text = text[..Math.Min(text.Length, TextLengthMax)];
        var sum = new WordSum { Weights = _words };
        var words = RiskFeatures.Words(text, turn.FromCustomer, ref sum);
        var same = state.Model == Version;
        var next = state with { Model = Version, WordSum = (same ? state.WordSum : 0) + sum.Sum, Words = (same ? state.Words : 0) + words };
        var hash = TextHash(text);
        return turn.FromCustomer ? Customer(next, turn, text, hash) : Agent(next, turn, hash);
    }

    /// <summary>The risk as it stands, with the strongest parts of the course that carry it.</summary>
    public RiskReading Read(RiskState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Span<double> values = stackalloc double[RiskFeatures.Names.Length];
        RiskFeatures.Course(state, values);
        var logit = _intercept + (state.Model == Version ? state.WordSum / Math.Sqrt(Math.Max(1, state.Words)) : 0);
        for (var i = 0; i < values.Length; i++)
            logit += values[i] = _course[i] * (values[i] - _mean[i]) / _deviation[i];
        return new(1 / (1 + Math.Exp(-logit)), Strongest(values), Version);
    }

    private static string[] Strongest(Span<double> parts)
    {
        Span<int> taken = stackalloc int[ReasonsMax];
        var n = 0;
        for (; n < ReasonsMax; n++)
        {
            var best = 0;
            for (var i = 1; i < parts.Length; i++)
                if (parts[i] > parts[best]) best = i;
            if (parts[best] <= ReasonFrom) break;
            (taken[n], parts[best]) = (best, double.NegativeInfinity);
        }
        var names = n == 0 ? [] : new string[n];
        for (var i = 0; i < n; i++)
            names[i] = RiskFeatures.Names[taken[i]];
        return names;
    }

    private static RiskState Customer(RiskState s, in RiskTurn turn, ReadOnlySpan<char> text, uint hash)
    {
        var feeling = double.IsFinite(turn.Sentiment) ? Math.Clamp(turn.Sentiment, -1, 1) : 0;
        const UrgencySignals Threat = UrgencySignals.LegalThreat | UrgencySignals.PublicThreat | UrgencySignals.LeavingThreat | UrgencySignals.Police;
        const UrgencySignals Impatience = UrgencySignals.RepeatedContact | UrgencySignals.LongWait | UrgencySignals.Deadline;
        return s with
        {
            CustomerTurns = s.CustomerTurns + 1,
            SentimentSum = s.SentimentSum + feeling,
            SentimentLowest = Math.Min(s.SentimentLowest, feeling),
            SentimentQuick = s.SentimentQuick + (QuickShare * (feeling - s.SentimentQuick)),
            SentimentSlow = s.SentimentSlow + (SlowShare * (feeling - s.SentimentSlow)),
            CapitalWords = s.CapitalWords + CapitalWords(text),
            Exclamations = s.Exclamations + text.Count('!'),
            Questions = s.Questions + (text.Contains('?') ? 1 : 0),
            Characters = s.Characters + text.Length,
            CustomerRepeats = s.CustomerRepeats + (s.CustomerRecent.Has(hash) ? 1 : 0),
            CustomerRecent = s.CustomerRecent.With(hash),
            Angry = s.Angry + ((turn.Signals & UrgencySignals.Anger) != 0 ? 1 : 0),
            Threats = s.Threats + ((turn.Signals & Threat) != 0 ? 1 : 0),
            Impatient = s.Impatient + ((turn.Signals & Impatience) != 0 ? 1 : 0),
        };
    }

    private static RiskState Agent(RiskState s, in RiskTurn turn, uint hash)
    {
        var wait = double.IsFinite(turn.SecondsSinceLast) ? Math.Log(1 + Math.Max(0, turn.SecondsSinceLast)) : 0;
        return s with
        {
            AgentTurns = s.AgentTurns + 1,
            AgentRepeats = s.AgentRepeats + (s.AgentRecent.Has(hash) ? 1 : 0),
            AgentRecent = s.AgentRecent.With(hash),
            WaitSum = s.WaitSum + wait,
            WaitLongest = Math.Max(s.WaitLongest, wait),
        };
    }

    private static int CapitalWords(ReadOnlySpan<char> text)
    {
        var (words, run) = (0, 0);
        foreach (var c in text)
        {
            run = char.IsUpper(c) ? run + 1 : 0;
            words += run == 3 ? 1 : 0;
        }
        return words;
    }

    /// <summary>Letters and digits alone, so that "Hello?" and "hello" are the same; never 0, which stands for no text.</summary>
    private static uint TextHash(ReadOnlySpan<char> text)
    {
        var hash = Hashing.Seed;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                hash = Hashing.Add(hash, char.ToLowerInvariant(c));
        }
        return Hashing.Finish(hash) | 1;
    }

    /// <summary>Writes the model; word weights as signed bytes of a common scale.</summary>
    internal void Save(Stream stream)
    {
        using var writer = new BinaryWriter(new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true));
        var scale = Math.Max(1e-9f, _words.Max(Math.Abs) / sbyte.MaxValue);
        writer.Write(FormatVersion);
        writer.Write(Version);
        writer.Write(_intercept);
        foreach (var list in new[] { _course, _mean, _deviation })
            Array.ForEach(list, writer.Write);
        writer.Write(scale);
        Array.ForEach(_words, weight => writer.Write((sbyte)Math.Round(weight / scale)));
    }

    private static RiskModel Load()
    {
        using var stream = EmbeddedResource.Open(typeof(RiskModel).Assembly, Resource);
        using var reader = new BinaryReader(new BrotliStream(stream, CompressionMode.Decompress));
        if (reader.ReadInt32() is var format && format != FormatVersion)
            throw new InvalidDataException($"The risk model has format {format}, not {FormatVersion}.");
        var (version, intercept) = (reader.ReadString(), reader.ReadDouble());
        double[] List() => [.. RiskFeatures.Names.Select(_ => reader.ReadDouble())];
        var (course, mean, deviation, scale) = (List(), List(), List(), reader.ReadSingle());
        var bytes = MemoryMarshal.Cast<byte, sbyte>(reader.ReadBytes(RiskFeatures.Rows));
        var words = new float[RiskFeatures.Rows];
        for (var i = 0; i < bytes.Length; i++)
            words[i] = bytes[i] * scale;
        return new(version, words, course, mean, deviation, intercept);
    }

    private ref struct WordSum : IRowSink
    {
        public ReadOnlySpan<float> Weights;
        public double Sum;

        public void Take(int row) => Sum += Weights[row];
    }
}
