using System.Text;
using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Projections.Conversations;
using ConversationGrid.Projections.Running;

namespace ConversationGrid.Projections.Tests;

public abstract partial class ReadModelFacts
{
    private static readonly DateTimeOffset At = new(2026, 11, 30, 1, 0, 0, TimeSpan.Zero);

    [EngineFact]
    public async Task Search_FindsAllWordsAnywhere_InAnyForm()
    {
        await SayAsync("c-1", "José Núñez", "The parcel never came.", "Sorry to hear that.", "It was a birthday gift!");
        await SayAsync("c-2", "Mei", "包裹什么时候到？", "The parcel comes tomorrow.");
        await SayAsync("c-3", "Nur", "Bila pesanan ORD-4711 saya sampai?", [.. Enumerable.Range(0, 60).Select(i => $"filler number{i}"), "terima kasih"]);
        await AppendAsync(new(EntityKind.Customer, new("demo", "Nur")),
            new CustomerDescribed("Nur Aisyah", "nur.aisyah@shop.test", "ms", true, "crm-88") { At = At });
        await SayAsync("c-4", "\u0627\u062d\u0645\u062f", "\ufb01nal \uff22\uff29\uff2c\uff2c \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35");
        await CatchUpAsync();

        Assert.Equal(["c-2", "c-1"], await FoundAsync("parcel"));
        Assert.Equal(["c-1"], await FoundAsync("birthday PARCEL"));
        Assert.Equal(["c-1"], await FoundAsync("jose nunez"));
        Assert.Equal(["c-1"], await FoundAsync("José Núñez".Normalize(NormalizationForm.FormD)));
        Assert.Equal(["c-1"], await FoundAsync("JOSÉ".Normalize(NormalizationForm.FormC)));
        Assert.Equal(["c-1"], await FoundAsync("birthd"));
        Assert.Empty(await FoundAsync("irthday"));
        Assert.Equal(["c-2"], await FoundAsync("包裹"));
        Assert.Equal(["c-2"], await FoundAsync("什么时候 parcel"));
        Assert.Empty(await FoundAsync("裹包"));
        Assert.Equal(["c-3"], await FoundAsync("ord-4711"));
        Assert.Equal(["c-3"], await FoundAsync("4711 kasih"));
        Assert.Equal(["c-3"], await FoundAsync("nur.aisyah@shop.test"));
        Assert.Equal(["c-3"], await FoundAsync("nur.aisyah@shop.test pesanan"));
        Assert.Empty(await FoundAsync("nur.aisyah@shop.test parcel"));
        Assert.Equal(["c-3"], await FoundAsync("crm-88"));
        Assert.Equal(["c-3"], await FoundAsync("c-3"));
        Assert.Equal(["c-4"], await FoundAsync("final bill"));
        Assert.Equal(["c-4"], await FoundAsync("\u0e2a\u0e27\u0e31\u0e2a"));
        Assert.Equal(["c-4"], await FoundAsync("\u0627\u062d\u0645\u062f"));
        Assert.Empty(await FoundAsync("parcel nowhere"));
        Assert.Empty(await FoundAsync("!?"));
        Assert.Empty(await FoundAsync("' or 1=1 -- \" * & | ( ) : !"));
        Assert.Equal(["other-1"], await FoundAsync("secret", "other", () => SayAsync("other-1", "Zoe", "secret parcel"), workspaceOf: "other"));
        Assert.Empty(await FoundAsync("secret"));
    }

    [EngineFact]
    public async Task AgentWhoHadItOnce_DoesNotFindIt_ByWhatWasSaidOrDone()
    {
        var ben = Domain.Tests.Commands.AgentOf("ben");
        await SayAsync("c-1", "Nur", "The parcel never came.");
        var had = new StreamId(EntityKind.Conversation, new("demo", "c-1"));
        await AppendAsync(had,
            new HandoffRequested(null, "billing", 1, 0, "en", null) { At = At, By = Actor.System },
            new Assigned("ben", "Ben", "o1", 1) { At = At, By = new(ActorKind.Agent, "ben", "Ben") });
        await CatchUpAsync();
        Assert.Equal(["c-1"], await FoundAsync("parcel", viewer: ben));
        await AppendAsync(had,
            new HandoffRequested(null, "billing", 2, 0, "en", null) { At = At, By = Actor.System },
            new Assigned("aina", "Aina", "o2", 2) { At = At, By = new(ActorKind.Agent, "aina", "Aina") },
            new Labelled(["vip"], []) { At = At, By = new(ActorKind.Agent, "aina", "Aina") });
        await CatchUpAsync();
        Assert.Empty(await FoundAsync("parcel", viewer: ben));
        var list = new ConversationList(Store.Database);
        Assert.Equal(["c-1"], await AllAsync(list, new(VisibleTo: ben), ConversationSort.Newest));
        Assert.Empty(await AllAsync(list, new(VisibleTo: ben, Label: "vip"), ConversationSort.Newest));
        Assert.Equal(["c-1"], await FoundAsync("parcel", viewer: Domain.Tests.Commands.AgentOf("aina")));
    }

    [EngineFact]
    public async Task Notes_AreFoundByStaff_AndNotByTheirCustomer()
    {
        await SayAsync("c-1", "Nur", "The parcel never came.");
        await AppendAsync(
            new(EntityKind.Conversation, new("demo", "c-1")),
            new NotePosted("Courier Ekspres lost it", "n1", 1) { At = At, By = new(ActorKind.Agent, "ben", "Ben") });
        await CatchUpAsync();
        var customer = Caller.Customer("Nur", null);
        foreach (var words in (string[])["ekspres", "courier lost", "parcel ekspres", "lost cour"])
        {
            Assert.Equal(["c-1"], await FoundAsync(words));
            Assert.Empty(await FoundAsync(words, viewer: customer));
        }
        Assert.Equal(["c-1"], await FoundAsync("parcel", viewer: customer));
        Assert.Empty(await FoundAsync("courier parcels"));
        // As written, a note's word is no other word either.
        Assert.Empty(await FoundAsync("==courier", viewer: customer));
    }

    [EngineFact]
    public async Task TextThatNoDatabaseLikes_StopsNothing()
    {
        await SayAsync("c-1", "N\0ur \ud800", "a\0b \udfff end \ud83d\ude42", new string('x', 8_000),
            string.Join(' ', Enumerable.Range(0, 20_000).Select(i => $"w{i}")));
        await AppendAsync(new(EntityKind.Conversation, new("demo", "c-1")),
            new MessagePosted("an\0swer \ud800", null, 0) { At = At, By = new(ActorKind.Agent, "ben", "Ben") },
            new Resolved("so\0lved", At) { At = At, By = new(ActorKind.Agent, "ben", "Ben") });
        await SayAsync("c-2", "Mei", "hello");
        await CatchUpAsync();
        Assert.Equal(["c-1"], await FoundAsync("w9 end"));
        Assert.Equal(["c-2"], await FoundAsync("hello"));
    }

    [EngineFact]
    public async Task StoreOfTheVersionBefore_GetsItsRows()
    {
        await WriteAsync(Histories.Drawn(41, 20));
        var before = new Journal.Tables.WriteSet();
        // What the first version had stays; all that came later goes, and comes again by the migrations.
        const string kept = "('events', 'agenda', 'snapshots', 'checkpoints', 'schema_version')";
        const string sqlite = "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like 'search_words_%' and name " +
            "not in ";
        const string postgres = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and " +
            "not relispartition and relname not in ";
        var isSqlite = Store.Database.Kind == Journal.Tables.DatabaseKind.Sqlite;
        foreach (var table in await Store.Database.QueryAsync(new((isSqlite ? sqlite : postgres) + kept), row => row.Text(0)))
            before.Run($"drop table {table}");
        before.Run("drop index events_notices");
        before.Run("delete from schema_version where version >= 2");
        await Store.Database.WriteAsync(before);
        await using var newer = await OpenAsync();
        var models = new ReadModels(newer.Database, newer.Feed, TimeProvider.System);
        Assert.False((await models.StateAsync()).IsCaughtUp);
        using var owner = Owner(newer);
        while (await owner.StepAsync()) { }
        var state = await models.StateAsync();
        Assert.True(state.IsCaughtUp);
        Assert.Equal(TimeSpan.Zero, state.Behind);
        Assert.Equal((20, 0), await new Rebuilder(newer.Feed, newer.Database).RunAsync(null, rewrites: false));
    }

    private async Task<List<string>> FoundAsync(string text, string workspace = "demo", Func<Task>? first = null, Caller? viewer = null,
        string? workspaceOf = null)
    {
        if (first is not null)
        {
            await first();
            await CatchUpAsync();
        }
        var page = await new ConversationList(Store.Database)
            .FindAsync(workspaceOf ?? workspace, new(Text: text, VisibleTo: viewer), new(ConversationSort.Newest, null, 50, CountMax: 100));
        Assert.Equal(page.Items.Count, page.Total);
        return [.. page.Items.Select(i => i.ConversationId)];
    }

    private int _said;

    private Task SayAsync(string id, string name, string text, params string[] more)
    {
        var by = new Actor(ActorKind.Customer, name.Split(' ')[0] is "Nur" ? "Nur" : $"u-{id}", name);
        var at = At.AddMinutes(_said++);
        return AppendAsync(
            new(EntityKind.Conversation, new(id.StartsWith("other", StringComparison.Ordinal) ? "other" : "demo", id)),
            [new ConversationStarted(by.Id, "web", "en", true, null) { At = at, By = by },
                .. more.Prepend(text).Select(t => new MessagePosted(t, null, 0) { At = at, By = by })]);
    }
}
