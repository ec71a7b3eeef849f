using ConversationGrid.Contracts;
using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Privacy.Tests;

/// <summary>What is kept for so many days is there on the last of them and gone on the next, in the workspace's time zone.</summary>
public sealed class RetentionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-retention-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("UTC")]
    [InlineData("Asia/Kuala_Lumpur")]
    // The clocks go forward within the time.
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")]
    public async Task Conversation_IsThereOnItsLastDay_AndGoneOnTheNext(string zone)
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder, new() { ConversationDays = 30 }, zone);
        var (timeZone, day) = (TimeZoneInfo.FindSystemTimeZoneById(zone), new DateOnly(2026, 3, 10));
        DateTimeOffset BeginningOf(int days) => LocalDay.StartOf(day.AddDays(days), timeZone);
        world.Clock.SetUtcNow(BeginningOf(1).AddSeconds(-1));
        await world.SayAsync("late-on-the-day", "nur", "evening");
        await world.SayAsync("open", "nur", "still open", ends: false);
        await world.QuietAsync("late-on-the-day");
        world.Clock.SetUtcNow(BeginningOf(1));
        await world.SayAsync("next-day", "nur", "midnight");
        await world.QuietAsync("next-day");
        await world.CaughtUpAsync();

        world.Clock.SetUtcNow(BeginningOf(31).AddSeconds(-1));
        Assert.Equal((0, 0), ((await world.Sweeper!.DueAsync("demo"))[0].Due, await world.Sweeper.SweepAsync(default)));
        Assert.Equal(["evening"], await world.TextsAsync("late-on-the-day"));

        world.Clock.SetUtcNow(BeginningOf(31));
        // Looking changes nothing.
        Assert.Equal(("conversations", 30, BeginningOf(1), 1), (await world.Sweeper.DueAsync("demo"))[0] is var due ? (due.Kind, due.Days, due.Before, due.Due)
            : default);
        Assert.Equal(["evening"], await world.TextsAsync("late-on-the-day"));
        Assert.Equal((1, 0), (await world.Sweeper.SweepAsync(default), await world.Sweeper.SweepAsync(default)));
        Assert.Equal([null], await world.TextsAsync("late-on-the-day"));
        Assert.Equal(["midnight"], await world.TextsAsync("next-day"));

        world.Clock.SetUtcNow(BeginningOf(400));
        Assert.Equal(1, await world.Sweeper.SweepAsync(default));
        Assert.Equal(["still open"], await world.TextsAsync("open"));
        Assert.Equal(ErasureReason.Retention, (await EventsAsync(world, "next-day")).OfType<Erased>().Single().Why);
    }

    [Fact]
    public async Task Profile_GoesOnceNoConversationIsKept_AndNothingWasHeardSince()
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder, new() { ConversationDays = 10, ProfileDays = 20 });
        var customer = world.Grid.Customer(new("demo", "nur"));
        await customer.ExecuteAsync(new DescribeCustomer("Nur", "nur@example.test", "en", Verified: false));
        await world.SayAsync("c1", "nur", "hello");
        await world.QuietAsync("c1");
        await world.CaughtUpAsync();
        world.Clock.SetUtcNow(PrivacyWorld.Noon.Date.AddDays(11));
        Assert.Equal(1, await world.Sweeper!.SweepAsync(default));
        world.Clock.SetUtcNow(PrivacyWorld.Noon.Date.AddDays(20));
        Assert.Equal(0, await world.Sweeper.SweepAsync(default));
        Assert.Equal("Nur", (await customer.ViewAsync()).Name);
        world.Clock.SetUtcNow(PrivacyWorld.Noon.Date.AddDays(21));
        Assert.Equal(1, await world.Sweeper.SweepAsync(default));
        for (var i = 0; (await customer.ViewAsync()) is not { Name: null, ErasureId: null }; i++)
        {
            Assert.True(i < 600, "The profile was not erased within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static async Task<IEnumerable<DomainEvent>> EventsAsync(PrivacyWorld world, string id) =>
        (await world.Store.Journal.ReadAsync(new(EntityKind.Conversation, new("demo", id)), 0, 100)).Select(c => c.Event);
}
