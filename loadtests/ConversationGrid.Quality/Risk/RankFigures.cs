namespace ConversationGrid.Quality.Risk;

/// <summary>Area under the ROC curve (ties count half) and average precision of scores against yes/no labels.</summary>
internal static class RankFigures
{
    public static (double Auc, double Ap) Of((double Score, bool Yes)[] rows)
    {
        Array.Sort(rows, static (a, b) => b.Score.CompareTo(a.Score));
        var yes = rows.Count(r => r.Yes);
        var no = rows.Length - yes;
        var (above, auc, ap, seen) = (0.0, 0.0, 0.0, 0);
        for (var i = 0; i < rows.Length;)
        {
            var j = i;
            while (j < rows.Length && rows[j].Score.Equals(rows[i].Score))
                j++;
            var hits = 0;
            for (var k = i; k < j; k++)
                hits += rows[k].Yes ? 1 : 0;
            seen += hits;
            auc += hits * (no - above - ((j - i - hits) / 2.0));
            ap += hits * (seen / (double)j);
            above += j - i - hits;
            i = j;
        }
        return yes == 0 || no == 0 ? (0.5, yes == 0 ? 0 : 1) : (auc / ((double)yes * no), ap / yes);
    }
}
