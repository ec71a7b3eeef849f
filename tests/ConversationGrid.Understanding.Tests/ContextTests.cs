namespace ConversationGrid.Understanding.Tests;

/// <summary>What single words do not say: pictures alone, sarcasm, that somebody was not heard, and danger in languages that no model reads.</summary>
public class ContextTests
{
    private static readonly MessageAnalyser Analyser = new();

    [Theory]
    [InlineData("😡😡", "negative", "anger")]
    [InlineData("👎", "negative", "anger")]
    [InlineData("😭", "negative", "sadness")]
    [InlineData("❤️🎉", "positive", "joy")]
    public void PicturesAlone_HaveTheMoodThatTheyStandFor(string text, string mood, string emotion)
    {
        var read = Analyser.Analyse(text);
        Assert.Equal((mood, emotion), (read.Sentiment.Label, read.Emotion));
    }

    [Theory]
    [InlineData("Wonderful, another day without internet. Great, just one more delay")]
    [InlineData("Thanks for nothing")]
    [InlineData("Good job breaking my table")]
    [InlineData("Nice, it's broken again")]
    [InlineData("Bagus, dah tiga minggu tak sampai")]
    public void PraiseForWhatNobodyPraises_IsBad(string text) => Assert.Equal("negative", Analyser.Analyse(text).Sentiment.Label);

    [Theory]
    [InlineData("Great service, the new lamp arrived after two days")]
    [InlineData("Good job! My parcel came early, thank you")]
    [InlineData("Thanks a lot for replacing the broken one so fast, brilliant")]
    public void Praise_StaysPraise(string text) => Assert.Equal("positive", Analyser.Analyse(text).Sentiment.Label);

    [Fact]
    public void NotBadAtAll_IsNoAnger() => Assert.Equal("joy", Analyser.Analyse("Not bad at all, quite happy with it").Emotion);

    [Fact]
    public void WhoWasNotHeard_IsNotContent_InPlainWordsEither() =>
        Assert.Equal("negative", Analyser.Analyse("I've asked three times already and nobody replies").Sentiment.Label);

    [Theory]
    [InlineData("充电器冒烟了")]
    [InlineData("我的银行卡被盗刷了")]
    [InlineData("家里有煤气泄漏")]
    [InlineData("充電器から煙が出ています")]
    [InlineData("Aus dem Ladegerät kommt Rauch, es brennt")]
    [InlineData("il y a une fuite de gaz chez moi")]
    [InlineData("Sạc điện thoại bị cháy, có khói")]
    [InlineData("இரத்தம் வருகிறது, காயம்")]
    [InlineData("يوجد دخان يخرج من الشاحن")]
    [InlineData("Моя карта украдена, счёт взломали")]
    public void Danger_GoesFirst_InAnyLanguage(string text) => Assert.Equal(3, Analyser.Analyse(text).Priority);

    [Theory]
    [InlineData("我的包裹什么时候到？")]
    [InlineData("Ich möchte wissen, wann mein Paket kommt")]
    [InlineData("Die Gebrauchsanweisung fehlt im Paket")]
    [InlineData("où est mon colis ?")]
    public void OrdinaryQuestion_IsNoDanger_InAnyLanguage(string text) => Assert.True(Analyser.Analyse(text).Priority < 3);

    [Fact]
    public void IntentThatIsOnlyTheLeastUnlikelyOne_SaysNothingOfHowSoon()
    {
        var read = Analyser.Analyse("I need this asap please");
        Assert.DoesNotContain(read.Reasons ?? [], reason => reason.StartsWith("intent", StringComparison.Ordinal));
    }
}
