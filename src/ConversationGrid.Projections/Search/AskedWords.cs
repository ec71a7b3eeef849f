using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Projections.Search;

/// <summary>Reads what a search asks for, with one look at the store.</summary>
internal sealed class AskedWords(IDatabase database)
{
    /// <summary>Customers that one word of a search may stand for.</summary>
    private const int CustomersMax = 50;

    /// <summary>Words of a search that count.</summary>
    private const int TermsMax = 16;

    private readonly SearchTables _search = SearchTables.Of(database.Kind);

    /// <returns>The words that are asked for, each with the customers that it may stand for: a conversation knows its customer's e-mail by the id alone. And
    /// the parts of the store: see <see cref="SearchTables.Found"/>.</returns>
    public async Task<(IReadOnlyList<SearchTerm> Terms, IReadOnlyList<string> Parts)> ReadAsync(
        string workspace, ConversationFilter filter, CancellationToken cancel)
    {
        var asked = (filter.Text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(part => Words.Of(part).Distinct().ToList())
            .Where(words => words.Count > 0).Take(TermsMax).ToList();
        if (asked.Count == 0) return ([], []);
        var inNotes = filter.VisibleTo is not { Role: CallerRole.Customer };
        var terms = asked.Select((words, i) => new SearchTerm(words, MayGoOn: i == asked.Count - 1, inNotes, [])).ToList();
        List<object?> values = [workspace];
        var looks = terms.Select((term, i) => $"select {i} as term, t{i}.name from ({CustomersOf(term, values)}) t{i}").ToList();
        if (_search.Parts is { } parts) looks.Add($"select -1 as term, p.name from ({parts}) p");
        var found = await database.QueryAsync(new(string.Join(" union all ", looks), values), row => (Term: (int)row.Int64(0), Name: row.Text(1)), cancel);
        var names = found.ToLookup(f => f.Term, f => f.Name);
        return ([.. terms.Select((term, i) => term with { CustomerIds = [.. names[i]] })], [.. names[-1].OrderDescending(StringComparer.Ordinal)]);
    }

    private static string CustomersOf(SearchTerm term, List<object?> values)
    {
        // The longest word is the rarest, most likely; the others are then looked up by the customer.
        var parts = new List<string>();
        foreach (var (word, i) in term.Words.Select((word, i) => (Word: word, IsWhole: term.IsWhole(i))).OrderByDescending(w => w.Word.Length)
            .Select((word, i) => (word, i)))
        {
            var from = $"customer_words w{i}";
            var condition = word.IsWhole ? $"w{i}.word = {Parameter(word.Word)}"
                : $"w{i}.word >= {Parameter(word.Word)} and w{i}.word < {Parameter(word.Word + "\uffff")}";
            parts.Add(i == 0 ? $"{from} where w0.workspace = $1 and {condition}"
                : $" and exists (select 1 from {from} where w{i}.workspace = $1 and w{i}.customer = w0.customer and {condition})");
        }
        return $"select distinct w0.customer as name from {string.Concat(parts)} limit {CustomersMax}";

        string Parameter(string value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }
}
