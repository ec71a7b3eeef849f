using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Projections.Search;

/// <summary>Where the words are kept, and how a search for them is asked: the part in which the two kinds of database differ.</summary>
internal abstract class SearchTables
{
    public static SearchTables Of(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? new SqliteSearch() : new PostgresSearch();

    /// <summary>Adds words to those that a conversation has.</summary>
    public abstract void Add(WriteSet writes, string workspace, string id, long startedAt, IReadOnlyCollection<string> words);

    /// <summary>Removes all words of a conversation.</summary>
    public abstract void Remove(WriteSet writes, string workspace, string id);

    /// <summary>The search as the database's own expression: each term's words, or one of its customers.</summary>
    public abstract string Expression(string workspace, IReadOnlyList<SearchTerm> terms);

    /// <summary>Tables and condition of a list, whatever its order, of the conversations <c>c</c> with the words; the parameter holds the expression.</summary>
    public abstract (string From, string Where) Join(string parameter);

    /// <summary>Ids and starts of the conversations with the words, the newest first.</summary>
    /// <param name="parts">Parts in which older conversations are kept, the newest first: see <see cref="Parts"/>.</param>
    /// <param name="isFirst">Whether the newest conversations are looked at too, or only those parts.</param>
    public abstract string Found(FoundConversations found, IReadOnlyList<string> parts, bool isFirst);

    /// <summary>Reads the names of the parts in which conversations are kept, by which their order is that of time; null where all are kept together.</summary>
    public abstract string? Parts { get; }

    /// <summary>Whether a part may hold conversations that started in a part of time (microseconds; null: without an end).</summary>
    public virtual bool MayHold(string part, long? from, long? to) => true;

    /// <summary>Makes ready what rows of these starts (microseconds) are written to.</summary>
    public virtual void Prepare(WriteSet writes, IEnumerable<long> startedAts)
    {
    }

    /// <summary>All words of a conversation, in order: to compare them.</summary>
    public abstract Statement WordsOf(string workspace, string id);

    /// <summary>One word for all of a workspace's conversations, so that no other workspace's are looked at.</summary>
    protected static string OfWorkspace(string workspace) => $"={workspace}";

    /// <summary>A customer's id as one word: ids are split like other text, this is not.</summary>
    internal static string OfCustomer(string customerId) => $"={customerId}";

    /// <summary>A word that staff wrote for colleagues: it is another word than the same in a message, so that only staff's searches ask for it.</summary>
    internal static string OfNote(string word) => $"=={word}";
}

/// <summary>One word as it was asked.</summary>
/// <param name="Words">What it is split into.</param>
/// <param name="MayGoOn">Whether it is the last one of the search, which may still be being typed: then a longer word that begins so is found too.</param>
/// <param name="InNotes">Whether staff's notes are searched too.</param>
/// <param name="CustomerIds">Customers whose name, e-mail or ids have it.</param>
internal sealed record SearchTerm(IReadOnlyList<string> Words, bool MayGoOn, bool InNotes, IReadOnlyList<string> CustomerIds)
{
    /// <summary>Whether a word must be found as it is. Beginnings of words cost a search of every word that begins so, hence only one of some length.</summary>
    public bool IsWhole(int word) => !MayGoOn || word < Words.Count - 1 || Search.Words.IsShort(Words[word]);
}

/// <summary>Which conversations with the words are looked for, as parts of a statement whose first parameter is the workspace.</summary>
/// <param name="Words">The parameter with the expression.</param>
/// <param name="Range">Conditions on the start and the id, given the expressions for both.</param>
/// <param name="Conditions">Conditions on the conversation <c>c</c>; empty where there are none.</param>
internal sealed record FoundConversations(string Words, Func<string, string, string> Range, string Conditions, int Limit);
