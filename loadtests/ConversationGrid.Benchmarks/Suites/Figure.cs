using System.Globalization;

namespace ConversationGrid.Benchmarks.Suites;

/// <summary>One figure of the report: the product's, the baseline's, and whether it keeps to its bar.</summary>
/// <param name="Key">Name in the JSON line.</param>
/// <param name="Bar">The most (or least, when <paramref name="AtLeast"/>) that is good; null where there is none.</param>
internal sealed record Figure(string Key, string Title, string Store, double Product, double Baseline, double? Bar, bool AtLeast = false,
    bool BarOnProduct = false)
{
    public double Ratio => Product / Baseline;

    private double Judged => BarOnProduct ? Product : Ratio;

    public bool? Kept => Bar is null || double.IsNaN(Judged) ? null : AtLeast ? Judged >= Bar : Judged <= Bar;

    public string ToRow() => string.Create(CultureInfo.InvariantCulture,
        $"| {Title} | {Store} | {Show(Product)} | {Show(Baseline)} | {(double.IsNaN(Ratio) ? "" : $"{Ratio:0.00} x")} | {BarText()} | " +
        $"{(Kept is null ? "" : Kept.Value ? "yes" : "**no**")} |");

    private string BarText() => Bar is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? ">=" : "<=")} {Bar}{(BarOnProduct ? "" : " x")}");

    private static string Show(double x) => double.IsNaN(x) ? "" : x.ToString(Math.Abs(x) >= 100 ? "#,##0" : "0.###", CultureInfo.InvariantCulture);
}
