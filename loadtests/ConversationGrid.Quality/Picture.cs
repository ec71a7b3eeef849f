using System.Globalization;
using System.Security;
using System.Text;
using ConversationGrid.Quality.Measures;

namespace ConversationGrid.Quality;

/// <summary>Figures as a picture: a bar with its 95 % interval, and a line where the bar to reach stands.</summary>
internal static class Picture
{
    private const int RowHeight = 22;
    private const int Left = 330;
    private const int Width = 420;

    public static string Bars(IReadOnlyList<(string Name, double Value, Interval Interval, double Bar)> rows)
    {
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + 70} "
            + $"{(rows.Count * RowHeight) + 40}\" font-family=\"sans-serif\" font-size=\"12\">");
        svg.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (var i = 0; i < rows.Count; i++)
        {
            var (name, value, interval, bar) = rows[i];
            var y = 10 + (i * RowHeight);
            var colour = value >= bar ? "#2f9e6e" : "#d08b2c";
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 14}\" text-anchor=\"end\">{SecurityElement.Escape(name)}</text>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y + 3}\" width=\"{X(value) - Left:F1}\" height=\"14\" fill=\"{colour}\"/>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{X(interval.Low):F1} {y + 10}H{X(interval.High):F1}\" "
                + $"stroke=\"#333\" stroke-width=\"1.5\"/>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{X(bar):F1} {y}v20\" stroke=\"#c02a2a\" stroke-width=\"2\"/>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left + Width + 8}\" y=\"{y + 14}\">{value * 100:F1}</text>");
        }
        svg.AppendLine(CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"{(rows.Count * RowHeight) + 30}\">green: bar reached; red line: the bar; " +
            $"dark line: 95 % interval; axis 50 to 100 %</text>");
        return svg.AppendLine("</svg>").ToString();
    }

    private static double X(double share) => Left + (Math.Clamp((share - 0.5) * 2, 0, 1) * Width);
}
