namespace ConversationGrid.Domain.Tests.Clients;

/// <summary>
/// The clients' folds are tested against a file of drawn histories. It must be what the domain and the gateway write now; after a change of either,
/// <c>GRID_WRITE_HISTORIES=clients/sdk/src/testing/histories.jsonl dotnet test ... --filter ClientHistoryTests</c> writes it again (with a full path).
/// </summary>
public class ClientHistoryTests
{
    [Fact]
    public void File_IsWhatTheServerWrites()
    {
        var lines = ClientHistory.Lines().ToList();
        if (Environment.GetEnvironmentVariable("GRID_WRITE_HISTORIES") is { Length: > 0 } path)
        {
            File.WriteAllText(path, string.Join('\n', lines) + "\n");
            return;
        }
        var file = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Clients", "histories.jsonl"));
        for (var i = 0; i < Math.Max(lines.Count, file.Length); i++)
        {
            var isFresh = i < file.Length && i < lines.Count && file[i] == lines[i];
            Assert.True(isFresh, $"Line {i + 1} of histories.jsonl is stale; write the file anew (see above).");
        }
    }
}
