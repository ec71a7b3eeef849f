using ConversationGrid.Contracts;

namespace ConversationGrid.Understanding.Tests.SmallMessages;

/// <summary>What no model can read, one word that many languages share, and the denial of something bad.</summary>
public sealed class UnreadTests
{
    private static readonly MessageAnalyser Analyser = new();

    [Theory]
    [InlineData("我的包裹还没到")]
    [InlineData("退款什么时候到账？")]
    [InlineData("என் பார்சல் எங்கே")]
    [InlineData("أين طلبي؟")]
    [InlineData("พัสดุของฉันอยู่ที่ไหน")]
    [InlineData("제 소포가 어디에 있나요")]
    [InlineData("asdkjh qwzxv plmkt")]
    [InlineData("xqzvbn")]
    [InlineData("83749283")]
    [InlineData("12 34 56")]
    [InlineData("मेरा ऑर्डर कहाँ है")]
    public void TextThatNoModelReads_IsAnOrdinaryRequest(string text)
    {
        var read = Analyser.Analyse(text);
        Assert.Equal(("none", "unsure", 0d, 1), (read.Intent.Name, read.Sentiment.Label, read.Sentiment.Score, read.Priority));
        Assert.Contains(AnalysisReasons.NotUnderstood, read.Reasons!);
    }

    [Theory]
    [InlineData("refund")]
    [InlineData("where parcel")]
    [InlineData("mana barang saya")]
    [InlineData("👍")]
    [InlineData("thanks")]
    [InlineData("pls help order 12345")]
    public void TextWithKnownWords_IsRead(string text) =>
        Assert.DoesNotContain(AnalysisReasons.NotUnderstood, Analyser.Analyse(text).Reasons ?? []);

    [Theory]
    [InlineData("ya")]
    [InlineData("Pizza")]
    [InlineData("boleh")]
    [InlineData("Sofa")]
    [InlineData("Monday")]
    [InlineData("si")]
    public void OneWord_IsOfNoLanguage(string text) => Assert.Equal("und", Analyser.Analyse(text).Language);

    [Theory]
    [InlineData("not bad at all, quite happy")]
    [InlineData("not bad, I really like it")]
    [InlineData("no problem, great service")]
    [InlineData("never disappointed, always excellent")]
    [InlineData("tak teruk, saya suka")]
    [InlineData("no complaints, very good")]
    public void DenialOfSomethingBad_BesideSomethingGood_IsPositive(string text) => Assert.Equal("positive", Analyser.Analyse(text).Sentiment.Label);

    [Theory]
    [InlineData("you did not solve the problem and I am angry")]
    [InlineData("not good at all, very bad")]
    [InlineData("not bad but still broken and I am upset")]
    [InlineData("this is not acceptable, terrible")]
    public void SomethingBadThatIsNotDenied_StaysBad(string text) => Assert.NotEqual("positive", Analyser.Analyse(text).Sentiment.Label);
}
