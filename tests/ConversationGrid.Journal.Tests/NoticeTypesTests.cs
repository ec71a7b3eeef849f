using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Journal.Tests;

/// <summary>Rare events are found by an index of their own, which a database uses only where a query has the very condition of the index.</summary>
public class NoticeTypesTests
{
    [Theory]
    [InlineData("sqlite/")]
    [InlineData("postgres/")]
    public void Index_HasTheConditionOfTheQueries(string store)
    {
        var assembly = typeof(NoticeTypes).Assembly;
        var migrations = assembly.GetManifestResourceNames().Where(name => name.StartsWith(store, StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }).ToList();
        Assert.NotEmpty(migrations);
        Assert.Contains(migrations, sql => sql.Contains($"where {NoticeTypes.Sql}", StringComparison.Ordinal));
    }
}
