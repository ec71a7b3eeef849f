namespace ConversationGrid.Knowledge.Tests;

/// <summary>Forms of one word must share a stem; different words must not.</summary>
public class StemmerTests
{
    [Theory]
    [InlineData("en", "refund refunds refunded refunding")]
    [InlineData("en", "delivery deliveries")]
    [InlineData("en", "deliver delivered delivering")]
    [InlineData("en", "cancel cancels canceled cancelled cancelling")]
    [InlineData("en", "payment payments")]
    [InlineData("en", "exchange exchanged exchanging")]
    [InlineData("en", "replace replaced replacing replacement")]
    [InlineData("en", "activate activated activation activating")]
    [InlineData("en", "pay paid pays paying")]
    [InlineData("en", "lose lost losing")]
    [InlineData("ms", "hantar menghantar dihantar penghantaran hantarkan")]
    [InlineData("ms", "bayar membayar dibayar bayaran pembayaran")]
    [InlineData("ms", "batal batalkan membatalkan dibatalkan pembatalan")]
    [InlineData("ms", "tukar menukar ditukar tukarkan pertukaran")]
    [InlineData("ms", "pulang pulangkan dipulangkan pemulangan memulangkan")]
    [InlineData("ms", "pesan pesanan memesan dipesan pesananku")]
    [InlineData("ms", "ambil mengambil diambil ambilkan")]
    public void FormsOfAWord_ShareAStem(string language, string words) =>
        Assert.Single(words.Split(' ').Select(word => Stemming.Stem(language, word)).Distinct());

    [Theory]
    [InlineData("en", "return refund")]
    [InlineData("en", "news new")]
    [InlineData("en", "order border")]
    [InlineData("ms", "bayar batal")]
    [InlineData("ms", "pesan pasang")]
    [InlineData("ms", "beli beri")]
    public void DifferentWords_StayApart(string language, string words) =>
        Assert.Equal(2, words.Split(' ').Select(word => Stemming.Stem(language, word)).Distinct().Count());

    [Theory]
    [InlineData("don't", "dont")]
    [InlineData("customer's e-mail", "customer email")]
    [InlineData("Café ÉCLAIR", "cafe eclair")]
    [InlineData("RM6.90", "rm6 90")]
    [InlineData("退款 pls", "退 款 pls")]
    [InlineData("x\ud800y \udc00", "x y")]
    public void Words_AreCutAndFolded(string text, string words) => Assert.Equal(words.Split(' '), Words.Of(text));

    [Fact]
    public void AnyShortString_IsStemmedWithoutHarm()
    {
        var letters = "aeimnkgpsterly'x".ToCharArray();
        var dice = new Random(20261122);
        for (var i = 0; i < 50_000; i++)
        {
            var word = new string(dice.GetItems(letters, dice.Next(1, 14)));
            Assert.InRange(Stemming.Stem("en", word).Length, 1, word.Length + 1);
            Assert.InRange(Stemming.Stem("ms", word).Length, 1, word.Length + 1);
        }
    }
}
