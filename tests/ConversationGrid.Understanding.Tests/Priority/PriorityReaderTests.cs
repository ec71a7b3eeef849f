using ConversationGrid.Understanding.Priority;

namespace ConversationGrid.Understanding.Tests.Priority;

/// <summary>Known cases in English, Malay and the mix, and the promise that more trouble never lowers the priority.</summary>
public sealed class PriorityReaderTests
{
    private static readonly string[] Intents =
        ["", "greeting", "praise", "delivery_status", "refund", "card_lost", "report_fraud", "outage", "complaint", "Card-Swallowed", "x"];

    private static readonly string[] Pieces =
    [
        "hi", "thanks a lot", "where is my parcel?", "I will call my lawyer", "saya akan viralkan kat tiktok", "duit saya hilang", "I was charged twice",
        "no internet since morning", "line down satu taman", "nak tukar alamat", "tolong cepat!!!", "esok pagi flight", "police report dah buat",
        "the charger is on fire", "dah 3 minggu tunggu", "kali ketiga saya tanya", "terbaik 👍", "ok", "NOT GOOD ENOUGH AT ALL REALLY", "",
    ];

    [Theory]
    [InlineData("thank you so much, all sorted", "thanks", 0.8, 0)]
    [InlineData("hi", "greeting", 0.0, 0)]
    [InlineData("terima kasih banyak, puas hati", "praise", 0.9, 0)]
    [InlineData("what time do you open on sunday?", "product_question", 0.0, 1)]
    [InlineData("nak tukar alamat penghantaran", "account_change", 0.0, 1)]
    [InlineData("you charged me twice and nobody replied", "billing", -0.6, 2)]
    [InlineData("dah 3 minggu tunggu, refund saya mana", "refund", -0.5, 2)]
    [InlineData("no internet since this morning", "outage", -0.4, 2)]
    [InlineData("Someone stole my card and is using it, block my card", "card_stolen", -0.6, 3)]
    [InlineData("the charger caught fire", "technical_problem", -0.7, 3)]
    [InlineData("I am calling my lawyer about this", "complaint", -0.7, 3)]
    [InlineData("kalau tak settle saya viralkan kat TikTok", "complaint", -0.6, 3)]
    [InlineData("system down, semua staf tak boleh kerja", "outage", -0.6, 3)]
    public void KnownCases(string text, string intent, double sentiment, int expected) =>
        Assert.Equal(expected, PriorityReader.Read(text, intent, sentiment).Priority);

    [Fact]
    public void Reasons_NameWhatRaisedIt_StrongestFirst()
    {
        var reading = PriorityReader.Read("my lawyer will hear of it, I was charged twice", "billing", -0.8, new(ContactsBefore: 2, CustomerValue: 1));
        Assert.Equal(["threat: legal", "money lost", "valued customer", "contacted before", "negative feeling"], reading.Reasons);
    }

    [Fact]
    public void AnyTrouble_AddedToAnyMessage_NeverLowersThePriority()
    {
        for (var seed = 1; seed <= 4000; seed++)
        {
            var random = new Random(seed);
            var signals = (UrgencySignals)random.Next(1 << 16);
            var intent = Intents[random.Next(Intents.Length)];
            var sentiment = (random.NextDouble() * 2) - 1;
            var known = new PriorityCircumstances(random.Next(5), random.Next(3), random.Next(2) == 0);
            var before = PriorityReader.Weigh(signals, intent, sentiment, known);
            foreach (var added in Enum.GetValues<UrgencySignals>())
                AtLeast(before, PriorityReader.Weigh(signals | added, intent, sentiment, known), $"seed {seed}, {added}");
            AtLeast(before, PriorityReader.Weigh(signals, intent, sentiment - random.NextDouble(), known), $"seed {seed}, worse feeling");
            AtLeast(before, PriorityReader.Weigh(signals, intent, sentiment, known with { CustomerValue = known.CustomerValue + 1 }), $"seed {seed}, value");
            AtLeast(before, PriorityReader.Weigh(signals, intent, sentiment, known with { ContactsBefore = known.ContactsBefore + 1 }),
                $"seed {seed}, contacts");
            AtLeast(before, PriorityReader.Weigh(signals, intent, sentiment, known with { OutageKnown = true }), $"seed {seed}, outage");
        }
    }

    [Fact]
    public void AnyWords_AddedToAnyText_NeverLowerThePriority()
    {
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            var text = string.Join(". ", Enumerable.Range(0, random.Next(4)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var intent = Intents[random.Next(Intents.Length)];
            var sentiment = (random.NextDouble() * 2) - 1;
            var longer = $"{text}. {Pieces[random.Next(Pieces.Length)]}";
            AtLeast(PriorityReader.Read(text, intent, sentiment), PriorityReader.Read(longer, intent, sentiment), $"seed {seed}: '{text}' -> '{longer}'");
        }
    }

    [Theory]
    [InlineData("tolongggg cepattt", "tolong cepat")]
    [InlineData("REFUND SAYA MANA", "refund saya mana")]
    public void Spelling_DoesNotHideASignal(string written, string plain)
    {
        var wanted = UrgencyWords.Read(plain);
        Assert.NotEqual(UrgencySignals.None, wanted);
        Assert.Equal(wanted, UrgencyWords.Read(written) & wanted);
    }

    [Theory]
    [InlineData("a1")]
    [InlineData("9 ")]
    [InlineData("''")]
    [InlineData("\uD83D")]
    [InlineData("AAAA ")]
    public void HostileText_IsReadSafely(string piece) => UrgencyWords.Read(string.Concat(Enumerable.Repeat(piece, 20_000)));

    private static void AtLeast(PriorityReading before, PriorityReading after, string what) =>
        Assert.True(after.Priority >= before.Priority && after.Urgency >= before.Urgency, $"{what}: {before.Urgency} became {after.Urgency}");
}
