using System.Globalization;
using ConversationGrid.Journal.Sqlite;

namespace ConversationGrid.Journal.Tests;

/// <summary>
/// The process that a test kills. Run as <c>dotnet ConversationGrid.Journal.Tests.dll write FOLDER WRITERS</c>: writes to the SQLite
/// journal in that folder until it dies, and says every acknowledgement on its standard output, after it was given.
/// </summary>
internal static class CrashChild
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["write", var folder, var count]) return 2;
        var writers = int.Parse(count, CultureInfo.InvariantCulture);
        await using var store = new SqliteStore(new() { Path = folder }, TimeProvider.System);
        await store.StartAsync();
        var ledger = new Ledger(writers);
        await using var output = Console.OpenStandardOutput();
        var gate = new object();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => ledger.WriteAsync(store.Journal, w, CancellationToken.None, Say)));
        return 0;

        // Straight to the pipe: what is in the pipe survives us.
        void Say(int writer, long seq)
        {
            var line = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{writer} {seq}\n"));
            lock (gate) output.Write(line);
        }
    }
}
