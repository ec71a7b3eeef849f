using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Privacy.Erasures;

namespace ConversationGrid.Privacy.Tests;

/// <summary>A member that should never have been written into a setting leaves the file, in every stored version, and nothing else does.</summary>
public sealed class SettingScrubTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-scrub-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Member_IsGoneFromTheFile_AndTheRestStays()
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        var stream = StreamId.OfWorkspace("demo");
        DomainEvent[] events =
        [
            Saved("staff", "ann", """{"name":"Ann","PasswordHash":"zq9canary1"}"""), Saved("staff", "ann", """{"name":"Ann B","passwordHash":"zq9canary2"}"""),
            Saved("macro", "m", """{"name":"M","passwordHash":"zq9macro"}"""), new SettingRemoved("staff", "ann") { At = PrivacyWorld.Noon, ById = "omar" },
        ];
        Assert.Equal(AppendResult.Appended, await world.Store.Journal.AppendAsync(new(stream, 0, events, default)));
        Assert.True(Hits("zq9canary") >= 2);
        var scrub = new SettingScrub(world.Store, world.Store.Snapshots);
        Assert.Equal(2, await scrub.RemoveMemberAsync("demo", "staff", "PasswordHash"));
        Assert.Equal((0, true), (Hits("zq9canary"), Hits("zq9macro") > 0));
        var bodies = (await world.Store.Journal.ReadAsync(stream, 0, 10)).Select(c => c.Event).OfType<SettingSaved>().Select(s => s.Body);
        Assert.Equal(["""{"name":"Ann"}""", """{"name":"Ann B"}""", """{"name":"M","passwordHash":"zq9macro"}"""], bodies);
        Assert.Equal(0, await scrub.RemoveMemberAsync("demo", "staff", "PasswordHash"));
    }

    private static SettingSaved Saved(string kind, string id, string body) => new(kind, id, body) { At = PrivacyWorld.Noon, ById = "omar" };

    private int Hits(string what) => Directory.GetFiles(_folder).Sum(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Encoding.Latin1.GetString(copy.GetBuffer(), 0, (int)copy.Length).Split(what).Length - 1;
    });
}
