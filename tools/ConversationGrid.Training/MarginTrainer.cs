using System.Numerics;
using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Training;

/// <summary>
/// One-against-rest support vector machines with squared hinge loss by dual coordinate descent (Hsieh et al. 2008), all labels at once: a row of the matrix is
/// read once for every label, with vectors across labels.
/// </summary>
internal static class MarginTrainer
{
    /// <summary>Weights (features x stride) and bias. <paramref name="labels"/> may name several labels a row.</summary>
    public static (float[] Weights, float[] Bias) Train(
        FeatureMatrix matrix, IReadOnlyList<int[]> labels, IReadOnlyList<float> exampleWeights, int labelCount, TrainingOptions options)
    {
        var stride = LinearWeights.StrideFor(labelCount);
        var state = new State(matrix, labels, exampleWeights, stride, labelCount, options);
        var order = new int[matrix.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var dice = options.Seed * 2_654_435_761u | 1u;
        for (var pass = 0; pass < options.Passes; pass++)
        {
            for (var i = order.Length - 1; i > 0; i--)
            {
                dice ^= dice << 13;
                dice ^= dice >> 17;
                dice ^= dice << 5;
                var other = (int)(dice % (uint)(i + 1));
                (order[i], order[other]) = (order[other], order[i]);
            }
            foreach (var row in order)
                state.Visit(row);
        }
        return (state.Weights, state.Bias);
    }

    private sealed class State(
        FeatureMatrix matrix, IReadOnlyList<int[]> labels, IReadOnlyList<float> exampleWeights, int stride, int labelCount, TrainingOptions options)
    {
        private readonly float[] _alphas = new float[matrix.Count * stride];
        private readonly float[] _scores = new float[stride];
        private readonly float[] _steps = new float[stride];
        private readonly int[] _moved = new int[stride];
        private readonly bool[] _own = new bool[stride];

        public float[] Weights { get; } = new float[matrix.ColumnCount * stride];

        public float[] Bias { get; } = new float[stride];

        public void Visit(int row)
        {
            var from = matrix.Starts[row];
            var to = matrix.Starts[row + 1];
            var squares = ScoreRow(from, to);
            foreach (var own in labels[row])
                _own[own] = true;
            var moved = Decide(row, squares);
            foreach (var own in labels[row])
                _own[own] = false;
            if (moved == 0)
                return;
            if (moved * 16 > stride)
                MoveAll(from, to);
            else
                MoveFew(from, to, moved);
            for (var i = 0; i < moved; i++)
            {
                Bias[_moved[i]] += _steps[_moved[i]];
                _steps[_moved[i]] = 0;
            }
        }

        /// <summary>Scores of the row for every label into the scratch; gives the row's squared length with the bias's 1.</summary>
        private float ScoreRow(int from, int to)
        {
            var scores = _scores.AsSpan();
            Bias.CopyTo(scores);
            var squares = 1f;
            var width = Vector<float>.Count;
            for (var i = from; i < to; i++)
            {
                var value = matrix.Cells[i];
                squares += value * value;
                var weights = Weights.AsSpan(matrix.Columns[i] * stride, stride);
                var by = new Vector<float>(value);
                for (var j = 0; j < stride; j += width)
                    (new Vector<float>(scores[j..]) + (new Vector<float>(weights[j..]) * by)).CopyTo(scores[j..]);
            }
            return squares;
        }

        /// <summary>The new dual variables; the labels whose weights move are listed in the scratch.</summary>
        private int Decide(int row, float squares)
        {
            var alphas = _alphas.AsSpan(row * stride, labelCount);
            var weight = exampleWeights[row];
            var diagonalOther = 0.5f / (options.Cost * weight);
            var diagonalOwn = 0.5f / (options.Cost * options.OwnCost * weight);
            var moved = 0;
            for (var label = 0; label < alphas.Length; label++)
            {
                var own = _own[label];
                var side = own ? 1f : -1f;
                var diagonal = own ? diagonalOwn : diagonalOther;
                var old = alphas[label];
                var gradient = (side * _scores[label]) - 1f + (diagonal * old);
                if (old == 0 && gradient >= 0)
                    continue;
                var now = Math.Max(0, old - (gradient / (squares + diagonal)));
                if (Math.Abs(now - old) < 1e-4f)
                    continue;
                alphas[label] = now;
                _steps[label] = (now - old) * side;
                _moved[moved++] = label;
            }
            return moved;
        }

        private void MoveAll(int from, int to)
        {
            var width = Vector<float>.Count;
            for (var i = from; i < to; i++)
            {
                var by = new Vector<float>(matrix.Cells[i]);
                var weights = Weights.AsSpan(matrix.Columns[i] * stride, stride);
                for (var j = 0; j < stride; j += width)
                    (new Vector<float>(weights[j..]) + (new Vector<float>(_steps, j) * by)).CopyTo(weights[j..]);
            }
        }

        private void MoveFew(int from, int to, int moved)
        {
            for (var i = from; i < to; i++)
            {
                var value = matrix.Cells[i];
                var at = matrix.Columns[i] * stride;
                for (var j = 0; j < moved; j++)
                    Weights[at + _moved[j]] += value * _steps[_moved[j]];
            }
        }
    }
}
