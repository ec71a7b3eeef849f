using System.IO.Compression;
using ConversationGrid.Commands;
using ConversationGrid.Load.Traffic;

namespace ConversationGrid.Load.Tests;

public sealed class LoadOptionsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Parse_ReadsWhatTheProtocolPageLists()
    {
        var (_, o, _) =
            await ParseAsync("--url http://127.0.0.1:1 --url http://localhost:2 --conversations 7 --rate 2.5 --seconds 9 --agents 3 --report r.json");
        Assert.Equal([1, 2], o!.Urls.Select(u => u.Port));
        Assert.Equal((7, 2.5, 9.0, 3, "r.json"), (o.Conversations, o.Rate, o.Length.TotalSeconds, o.Agents, o.Report!));
    }

    [Theory]
    [InlineData("--conversations 7 --rate 2 --seconds 9", "--url")]
    [InlineData("--url http://127.0.0.1:1 --conversations 0 --rate 2 --seconds 9", "--conversations is a whole number from 1")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate x --seconds 9", "--rate is a number from 0.1")]
    [InlineData("--url ftp://127.0.0.1:1 --conversations 7 --rate 2 --seconds 9", "ftp://127.0.0.1:1")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate 2 --seconds 999999", "--seconds is a number from 1 to 3600, not '999999'")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate 2 --seconds 9 --what 1", "--what")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate 2 --seconds", "--seconds")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate 2 --seconds 9 --traffic nowhere.gz", "nowhere.gz")]
    public async Task Parse_Nonsense_IsRefused_AndNamed(string line, string named)
    {
        var (status, options, error) = await ParseAsync(line);
        Assert.Equal(2, status);
        Assert.Null(options);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Contains("./grid load --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parse_AnotherMachine_NeedsToBeMeant()
    {
        const string Line = "--url http://example.test --conversations 1 --rate 1 --seconds 1";
        Assert.Contains("--allow-remote", (await ParseAsync(Line)).Error, StringComparison.Ordinal);
        Assert.True((await ParseAsync(Line + " --allow-remote")).Options!.AllowRemote);
    }

    [Fact]
    public async Task Help_NamesEveryOption_AndIsASuccess()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await LoadCommand.Create((_, _) => throw new InvalidOperationException()).RunAsync(["--help"], output));
        foreach (var option in (string[])["--url", "--traffic", "--conversations", "--rate", "--seconds", "--agents", "--report", "--workspace", "--password",
            "--allow-remote"])
            Assert.Contains(option, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dialogues_AreTrimmed_AndReadAgainWhenTooFew()
    {
        await using (var gzip = new GZipStream(File.Create(_file), CompressionMode.Compress))
        await using (var writer = new StreamWriter(gzip))
        {
            await writer.WriteAsync("""
                {"id":"a","turns":[{"who":"customer","text":" hello ","t":1},{"who":"agent","text":"  "},{"who":"agent","text":"yes"}]}
                {"id":"empty","turns":[{"who":"agent","text":""}]}
                {"id":"b","more":{"x":1},"turns":[{"who":"customer","text":"é"}]}
                """);
        }
        var gz = _file + ".gz";
        File.Move(_file, gz);
        var dialogues = await Dialogue.ReadAsync(gz, 3, CancellationToken.None);
        File.Delete(gz);
        Assert.Equal(["a", "b", "a"], dialogues.Select(d => d.Id));
        Assert.Equal([("customer", "hello"), ("agent", "yes")], dialogues[0].Turns.Select(t => (t.Who, t.Text)));
    }

    private async Task<(int Status, LoadOptions? Options, string Error)> ParseAsync(string line)
    {
        LoadOptions? read = null;
        using var error = new StringWriter();
        var command = LoadCommand.Create((options, _) =>
        {
            read = options;
            return Task.FromResult(0);
        });
        string[] traffic = line.Contains("--traffic", StringComparison.Ordinal) ? [] : ["--traffic", _file];
        return (await command.RunAsync([.. traffic, .. line.Split(' ')], TextWriter.Null, error), read, error.ToString());
    }
}
