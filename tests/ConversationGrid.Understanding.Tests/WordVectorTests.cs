using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Training;
using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Tests;

public sealed class WordVectorTests
{
    private const int HeadBytes = 40;

    private static readonly Example[] Intents =
    [
        .. new[] { "my money should come back", "give the cash back", "return my payment" }.Select(text => new Example(text, "refund")),
        .. new[] { "the parcel is late", "where is the box", "it was not delivered" }.Select(text => new Example(text, "delivery")),
    ];

    private static readonly Example[] Moods = [new("good", "positive"), new("bad", "negative"), new("so good", "positive"), new("so bad", "negative")];

    [Theory]
    [InlineData("refund", "reimbursement", "banana")]
    [InlineData("Parcel", "package", "violin")]
    [InlineData("lost my wallet", "stolen purse", "sunny weather")]
    public void AlikeWords_LieCloserThanOthers(string text, string alike, string other)
    {
        Assert.True(Cosine(text, alike) > Cosine(text, other) + 0.2, $"{Cosine(text, alike):F2} {Cosine(text, other):F2}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("???")]
    [InlineData("在哪里")]
    [InlineData("xqzzkw")]
    public void UnknownWords_AddNothing(string text) => Assert.All(Meaning(text), part => Assert.Equal(0, part));

    [Fact]
    public void LongText_StaysWithinWholeNumbers()
    {
        var one = Meaning("reimbursement");
        var many = Meaning(string.Join(' ', Enumerable.Repeat("reimbursement", 2_000)));
        Assert.All(many.Zip(one), pair => Assert.Equal(Math.Sign(pair.Second), Math.Sign(pair.First)));
    }

    [Theory]
    [InlineData("reimbursement", "refund")]
    [InlineData("shipment", "delivery")]
    public void WordThatNoExampleHas_FindsItsIntent(string text, string intent)
    {
        var store = new ModelStore(ModelSet.Default.WithIntents(ModelTraining.Train("intent", Intents, Intents).File, "test"));
        Assert.Equal(intent, new MessageAnalyser(store).Intents(text)[0].Name);
    }

    [Fact]
    public void FileOfVersion2_IsReadWithoutVectors()
    {
        var body = Unpacked(ModelTraining.Train("sentiment", Moods, Moods).File);
        var before = Packed("CGMODEL2"u8, body[..^sizeof(float)]);
        var analyser = new MessageAnalyser(new ModelStore(ModelSet.Default.With("sentiment", before, "old.model")));
        Assert.Equal("positive", analyser.Analyse("so good").Sentiment.Label);
    }

    [Fact]
    public void FileWithOtherVectors_IsRefusedWithAClearWord()
    {
        var body = Unpacked(ModelTraining.Train("intent", Intents, Intents).File);
        var at = body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(WordVectors.Version));
        body[at] = body[at] == (byte)'0' ? (byte)'1' : (byte)'0';
        var refusal = Assert.Throws<InvalidDataException>(() => ModelSet.Default.WithIntents(Packed("CGMODEL3"u8, body), "a.model"));
        Assert.Contains("'a.model' was trained with word vectors of version", refusal.Message, StringComparison.Ordinal);
    }

    private static int[] Meaning(string text) => [.. Reading.Of(text).Grams.Meaning];

    private static double Cosine(string one, string other)
    {
        var (a, b) = (Meaning(one), Meaning(other));
        return a.Zip(b).Sum(pair => (double)pair.First * pair.Second) / Math.Sqrt((double)LinearModel.LengthSquared(a) * LinearModel.LengthSquared(b));
    }

    private static byte[] Unpacked(ReadOnlyMemory<byte> file)
    {
        using var brotli = new BrotliStream(new MemoryStream(file[HeadBytes..].ToArray()), CompressionMode.Decompress);
        using var body = new MemoryStream();
        brotli.CopyTo(body);
        return body.ToArray();
    }

    private static byte[] Packed(ReadOnlySpan<byte> magic, byte[] body)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(body);
        return [.. magic, .. SHA256.HashData(packed.ToArray()), .. packed.ToArray()];
    }
}
