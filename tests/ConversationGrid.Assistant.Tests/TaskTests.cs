using System.Text.RegularExpressions;
using ConversationGrid.Contracts;
using ConversationGrid.ModelDouble;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Tasks without any model, against the demo's back office.</summary>
public partial class TaskTests
{
    [Theory]
    [InlineData("A person, please", "en")]
    [InlineData("agent pls", "en")]
    [InlineData("I want to talk to a human", "en")]
    [InlineData("nak cakap dengan orang", "ms")]
    [InlineData("boleh sambung ke staf?", "ms")]
    public async Task PersonAskedFor_FirstOrInTheMiddleOfATask_IsHandedOverToAtOnce(string wish, string locale)
    {
        await using var world = await AssistantWorld.StartAsync();
        var (first, _) = await world.AskAsync(wish, locale: locale);
        Assert.Equal(ConversationStatus.Waiting, (await world.ViewAsync(first)).State);
        var (second, text) = await world.AskAsync("I want to move my booking please", locale: locale);
        Assert.DoesNotContain("colleague", text);
        await world.SayAsync(second, wish);
        Assert.Equal(ConversationStatus.Waiting, (await world.ViewAsync(second)).State);
    }

    [Fact]
    public async Task Booking_IsMoved_AfterProofAndConsent_AndTakenBack()
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, text) = await world.AskAsync("I want to move my booking please");
        Assert.Contains("Which booking", text);
        Assert.Contains("To which day", await world.SayAsync(id, "it is b-2001"));
        Assert.Contains("e-mail", await world.SayAsync(id, "9 December 2026"));
        Assert.Contains("eight digits", await world.SayAsync(id, "nur@example.test"));
        Assert.Contains("not the code", await world.SayAsync(id, "000000"));
        Assert.Empty(world.BackOffice.Changes());
        var confirm = await world.SayAsync(id, CodeFor(world, "nur@example.test"));
        Assert.Contains("B-2001", confirm);
        Assert.Contains("9 December 2026", confirm);
        Assert.Empty(world.BackOffice.Changes());
        Assert.Contains("Done", await world.SayAsync(id, "yes please"));
        Assert.Equal(("2026-12-02", "2026-12-09"), world.BackOffice.Changes().Select(c => (c[3], c[4])).Single());
        Assert.Contains("2 December 2026", await world.SayAsync(id, "Undo"));
        Assert.Contains("Done", await world.SayAsync(id, "yes"));
        Assert.Equal("2026-12-02", world.BackOffice.Booking("a1", "B-2001")!.Value.Day);
        Assert.Equal(2, (await world.EventsAsync(id)).OfType<TaskEnded>().Count(e => e.Outcome == "done"));
    }

    [Fact]
    public async Task SignedCustomer_NeedsNoCode_AndReachesNobodyElsesThings()
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, text) = await world.AskAsync("Where is my order 1001?", "u-nur");
        Assert.Contains("packed", text);
        Assert.Contains("There is no order 1002 on your account", await world.SayAsync(id, "and order 1002? I am nurul.h@example.my"));
        Assert.Contains("RM 120.50", await world.SayAsync(id, "what is my balance"));
        Assert.Contains("no booking B-2002", await world.SayAsync(id, "move booking B-2002 to 24 December 2026"));
        Assert.Empty(world.BackOffice.Changes());
    }

    [Fact]
    public async Task ThreeWrongCodes_HandOver()
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, _) = await world.AskAsync("status of my order 1002");
        await world.SayAsync(id, "nurul.h@example.my");
        await world.SayAsync(id, "111111");
        await world.SayAsync(id, "222222");
        var text = await world.SayAsync(id, "333333");
        Assert.Contains("colleague", text);
        Assert.Equal(ConversationStatus.Waiting, (await world.ViewAsync(id)).State);
    }

    [Fact]
    public async Task Codes_AreCountedOverAllConversations_AndTheirMailsAreBounded()
    {
        await using var world = await AssistantWorld.StartAsync();
        var guessed = 0;
        for (var i = 0; i < 12; i++)
        {
            // Each of another customer, and each as often as one conversation allows.
            var (id, _) = await world.AskAsync("status of my order 1001");
            await world.SayAsync(id, "nur@example.test");
            for (var j = 0; j < 3 && (await world.ViewAsync(id)).State == ConversationStatus.Bot; j++)
                if ((await world.SayAsync(id, $"1111{i:00}{j:00}")).Contains("not the code", StringComparison.Ordinal)) guessed++;
        }
        Assert.Equal(5, world.BackOffice.Outbox("nur@example.test").Count);
        Assert.InRange(guessed, 1, 10);
        // The right code is as good as a guess by then; another address is not concerned.
        var (late, _) = await world.AskAsync("status of my order 1002");
        Assert.Contains("eight digits", await world.SayAsync(late, "nurul.h@example.my"));
        Assert.Contains("RM", await world.SayAsync(late, CodeFor(world, "nurul.h@example.my")) is var said
            && said.Contains("delivered", StringComparison.Ordinal) ? "RM" : said);
    }

    [Fact]
    public async Task Code_IsKnownByAKeyedHash_AndTheStepIsTakenAgain()
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, _) = await world.AskAsync("status of my order 1002");
        await world.SayAsync(id, "nurul.h@example.my");
        var asked = (await world.EventsAsync(id)).OfType<CodeAsked>().Single();
        var code = CodeFor(world, "nurul.h@example.my");
        Assert.StartsWith(Domain.Conversations.OneTimeCode.KeyedPrefix, asked.Hash);
        Assert.NotEqual(Domain.Conversations.OneTimeCode.Hash(new("demo", id), "email:nurul.h@example.my", code), asked.Hash);
        Assert.Contains("delivered", await world.SayAsync(id, $"{code[..4]} {code[4..]}"));
        foreach (var decision in (await world.EventsAsync(id)).OfType<DecisionRecorded>())
            Assert.True((await world.Decisions.ExecuteAgainAsync("demo", $"{id}.{decision.Decision.ReplyTo}"))?.Same != false);
    }

    [Fact]
    public async Task UnknownAddress_IsToldTheSame()
    {
        await using var world = await AssistantWorld.StartAsync();
        var (one, _) = await world.AskAsync("status of my order 1001");
        var (two, _) = await world.AskAsync("status of my order 1001");
        Assert.Equal(await world.SayAsync(one, "nur@example.test"), await world.SayAsync(two, "nobody@example.test"));
        Assert.Empty(world.BackOffice.Outbox("nobody@example.test"));
    }

    [Fact]
    public async Task Malay_QuestionAside_Cancel()
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, text) = await world.AskAsync("saya nak tukar tempahan saya", "u-nur", locale: "ms");
        Assert.Contains("Tempahan yang mana", text);
        var aside = await world.SayAsync(id, "berapa lama penghantaran?");
        Assert.Contains("hari bekerja", aside);
        Assert.Contains("Tempahan yang mana", aside);
        Assert.Contains("dipindahkan", await world.SayAsync(id, "B-2001 ke 10 Disember 2026"));
        Assert.Contains("tiada apa-apa", await world.SayAsync(id, "tidak"));
        Assert.Empty(world.BackOffice.Changes());
    }

    [Theory]
    [InlineData("my order 1001", "1001")]
    [InlineData("order no 1001", "1001")]
    [InlineData("pesanan saya 1001", "1001")]
    [InlineData("no. 1001", "1001")]
    [InlineData("mana bungkusan saya 1001? saya bayar 1500", "1001")]
    [InlineData("status of my order, I bought it in 2025", null)]
    public async Task OrderNumber_IsTaken_WhereTheWordsCallItOne(string text, string? number)
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, _) = await world.AskAsync(text);
        var slots = (await world.EventsAsync(id)).OfType<TaskAdvanced>().First().Slots;
        Assert.Equal(number, slots?.SingleOrDefault()?.Value);
        if (number is not null) return;
        await world.SayAsync(id, "1001");
        Assert.Equal("1001", (await world.EventsAsync(id)).OfType<TaskAdvanced>().Last().Slots!.Single().Value);
    }

    [Theory]
    [InlineData("I want to order 1000 shirts")]
    [InlineData("order 2 shirts")]
    [InlineData("nak order 1000 helai baju")]
    [InlineData("How do I change my booking?")]
    [InlineData("How can I track my order?")]
    [InlineData("How long does delivery take?")]
    [InlineData("Can I return a sofa?")]
    public async Task QuestionForArticles_BeginsNoTask(string question)
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, _) = await world.AskAsync(question);
        Assert.DoesNotContain(await world.EventsAsync(id), e => e is TaskAdvanced);
    }

    [Fact]
    public async Task EveryDecision_IsMadeAgain_ToTheSameBytes()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Invent);
        var ids = new List<string>();
        foreach (var question in (string[])["How long does delivery take?", "Berapa lama penghantaran?", "How can I pay?", "hello",
            "Can you recommend a dentist on Mars?"])
            ids.Add((await world.AskAsync(question)).Id);
        var count = 0;
        foreach (var conversation in ids)
            foreach (var (id, decision) in await world.Decisions.OfAsync(new("demo", conversation)))
            {
                var again = await world.Decisions.ExecuteAgainAsync("demo", id);
                Assert.True(again!.Same == true, $"{decision.Decision.Path}: {again.Why} {again.Output}");
                count += decision.Decision.Path == "model" ? 1 : 0;
            }
        Assert.True(count >= 2, $"{count} decisions were a model's.");
        // Also after the articles changed.
        var published = await world.Library.PublishAsync("demo", "omar",
            "---\nid: delivery-standard\ntitle: Delivery\nlanguage: en\naudience: public\nowner: ops\n---\n\nDelivery takes 99 days.\n");
        Assert.Null(published.Refusal);
        foreach (var conversation in ids)
            foreach (var (id, _) in await world.Decisions.OfAsync(new("demo", conversation)))
                Assert.True((await world.Decisions.ExecuteAgainAsync("demo", id))!.Same);
        Assert.Null(await world.Decisions.FindAsync("other", $"{ids[0]}.3"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DoubleMode.Malicious)]
    public async Task EveryStepOfTasks_IsMadeAgain_WithoutTheBackOffice(DoubleMode? model)
    {
        // Time enough on a busy machine: what is asked here is not how long the model takes.
        await using var world = await AssistantWorld.StartAsync(
            model, options => options.FirstWordWithin = options.SilenceMax = options.AnswerWithin = TimeSpan.FromSeconds(30));
        var ids = new List<string>();
        async Task TalkAsync(string? externalId, params string[] says)
        {
            var (id, _) = await world.AskAsync(says[0], externalId, locale: says[0].StartsWith("saya", StringComparison.Ordinal) ? "ms" : "en");
            ids.Add(id);
            foreach (var text in says[1..])
                await world.SayAsync(id, text == "CODE" ? CodeFor(world, "nur@example.test") : text);
        }
        await TalkAsync(null, "I want to move my booking please", "it is b-2001", "next friday", "nur@example.test", "000000", "CODE", "9 December 2026",
            "what are your opening hours?", "yes", "Undo", "yes", "my order 1002");
        await TalkAsync("u-nur", "Where is my order 1001?", "move booking B-2002 to 24 December 2026", "what is my balance");
        await TalkAsync("u-nur", "saya nak tukar tempahan saya", "berapa lama penghantaran?", "B-2001 ke 10 Disember 2026", "tidak");
        await TalkAsync(null, "status of my order 1002", "nurul.h@example.my", "111111", "222222", "333333");
        await TalkAsync(null, "status of my order", "hm", "hm hm", "hm hm hm");
        await TalkAsync(null, "status of my order", "cancel");
        await TalkAsync("u-nur", "It is about B-2001, you know.");
        var (steps, proposed) = (0, 0);
        foreach (var conversation in ids)
            foreach (var (id, decision) in await world.Decisions.OfAsync(new("demo", conversation)))
            {
                var again = await world.Decisions.ExecuteAgainAsync("demo", id);
                Assert.True(again!.Same == true, $"{id}, {decision.Decision.Reason}: {again.Why} '{again.Output}', it was '{decision.Texts!.Output}'");
                steps += decision.Decision.Kind == "task" ? 1 : 0;
                proposed += decision.Texts!.Seen?.Contains("proposal", StringComparison.Ordinal) == true ? 1 : 0;
            }
        Assert.True((model is null) == (proposed == 0),
            string.Join("\n", (await world.Decisions.OfAsync(new("demo", ids[^1])))
                .Select(d => $"{d.Decision.Decision.Path} {d.Decision.Decision.Reason} {d.Decision.Texts}")));
        Assert.True(steps >= 25, $"{steps} steps of tasks.");
    }

    [Fact]
    public async Task Answer_IsStreamed_OnlyAsFarAsItIsSupported()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Invent);
        var (id, text) = await world.AskAsync("How long does delivery take?");
        Assert.Equal("model", (await world.EventsAsync(id)).OfType<DecisionRecorded>().Single().Decision.Path);
        Assert.DoesNotContain("500", text);
        Assert.NotEmpty((await world.EventsAsync(id)).OfType<MessagePosted>().Last().Citations!);
        var partials = world.Signals.OfType<PartialSignal>().ToList();
        Assert.NotEmpty(partials);
        Assert.DoesNotContain(partials, p => p.Text.Contains("500"));
    }

    private static string CodeFor(AssistantWorld world, string email) => SixDigits().Match(world.BackOffice.Outbox(email)[0]).Value;

    [GeneratedRegex(@"\d{8}")]
    private static partial Regex SixDigits();
}
