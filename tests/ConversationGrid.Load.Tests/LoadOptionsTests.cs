using System.IO.Compression;
using ConversationGrid.Load.Traffic;

namespace ConversationGrid.Load.Tests;

public sealed class LoadOptionsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Parse_ReadsWhatTheProtocolPageLists()
    {
        var o = Parse("--url http://127.0.0.1:1 --url http://localhost:2 --conversations 7 --rate 2.5 --seconds 9 --agents 3 --report r.json");
        Assert.Equal([1, 2], o.Urls.Select(u => u.Port));
        Assert.Equal((7, 2.5, 9.0, 3, "r.json"), (o.Conversations, o.Rate, o.Length.TotalSeconds, o.Agents, o.Report!));
    }

    [Theory]
    [InlineData("--conversations 7 --rate 2 --seconds 9")]
    [InlineData("--url http://127.0.0.1:1 --conversations 0 --rate 2 --seconds 9")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate x --seconds 9")]
    [InlineData("--url ftp://127.0.0.1:1 --conversations 7 --rate 2 --seconds 9")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate 2 --seconds 999999")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate 2 --seconds 9 --what 1")]
    [InlineData("--url http://127.0.0.1:1 --conversations 7 --rate 2 --seconds")]
    public void Parse_Nonsense_IsRefused(string line) => Assert.Throws<ArgumentException>(() => Parse(line));

    [Fact]
    public void Parse_AnotherMachine_NeedsToBeMeant()
    {
        const string Line = "--url http://example.test --conversations 1 --rate 1 --seconds 1";
        Assert.Contains("--allow-remote", Assert.Throws<ArgumentException>(() => Parse(Line)).Message, StringComparison.Ordinal);
        Assert.True(Parse(Line + " --allow-remote").AllowRemote);
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

    private LoadOptions Parse(string line) => LoadOptions.Parse([.. line.Split(' '), "--traffic", _file]);
}
