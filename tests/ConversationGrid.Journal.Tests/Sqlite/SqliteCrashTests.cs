using System.Diagnostics;
using System.Globalization;
using ConversationGrid.Journal.Sqlite;
using Xunit.Abstractions;

namespace ConversationGrid.Journal.Tests.Sqlite;

public sealed class SqliteCrashTests(ITestOutputHelper output)
{
    private const int Writers = 6;
    private const int Kills = 4;

    [Fact]
    public async Task Kill9_WhileWriting_LosesNothingAcknowledged()
    {
        var folder = Directory.CreateTempSubdirectory("grid-journal-").FullName;
        var ledger = new Ledger(Writers);
        // When it dies is fixed by what it had said until then: a different place of its work each time.
        for (var kill = 0; kill < Kills; kill++) await WriteAndKillAsync(folder, ledger, lines: 150 + kill * 277);

        await using (var store = new SqliteStore(new() { Path = folder }, TimeProvider.System))
        {
            await store.StartAsync();
            await ledger.CheckAsync(store.Journal);
        }
        output.WriteLine($"{Kills} kills, {ledger.Acknowledged} events acknowledged, 0 lost");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WriteAndKillAsync(string folder, Ledger ledger, int lines)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!,
            ["exec", typeof(CrashChild).Assembly.Location, "write", folder, $"{Writers}"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var child = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var i = 0; i < lines; i++) Note(await child.StandardOutput.ReadLineAsync(patience.Token));
        child.Kill();
        // Whatever it said before it died counts.
        while (await child.StandardOutput.ReadLineAsync(patience.Token) is { } line) Note(line);
        await child.WaitForExitAsync(patience.Token);

        void Note(string? line)
        {
            var parts = line?.Split(' ') ?? throw new InvalidOperationException("The child ended by itself.");
            if (parts is [var writer, var seq]) ledger.Note(int.Parse(writer, CultureInfo.InvariantCulture), long.Parse(seq, CultureInfo.InvariantCulture));
        }
    }
}
