using System.Globalization;
using System.Text.RegularExpressions;

namespace ConversationGrid.Tidy;

/// <summary>A log's event id names one message in the whole solution, so that a search or an alert by id finds that message and no other.</summary>
public partial class LogTests
{
    [Fact]
    public void EventIds_AreUnique()
    {
        var twice = Messages().Where(m => m.Id is not null).GroupBy(m => m.Id).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.File))}").ToList();
        Assert.True(twice.Count == 0, string.Join('\n', twice));
    }

    [Fact]
    public void EventIds_AreGiven()
    {
        var without = Messages().Where(m => m.Id is null).Select(m => m.File).ToList();
        Assert.True(without.Count == 0, $"Messages without an event id: {string.Join(", ", without)}");
        Assert.True(Messages().Count() > 30, "Too few log messages were found.");
    }

    private static IEnumerable<(string File, int? Id)> Messages() =>
        from file in House.Sources
        where !file.StartsWith("tests/", StringComparison.Ordinal)
        let text = House.TextOf(file)
        from match in Attribute().Matches(text).Concat(Defined().Matches(text))
        select (file, match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : (int?)null);

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId\s*=\s*)?(\d+)?")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"LoggerMessage\.Define[^;]*?new\((\d+)")]
    private static partial Regex Defined();
}
