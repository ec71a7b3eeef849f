using ConversationGrid.Training;
using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Understanding.Tests;

public sealed class ModelTests
{
    private static readonly Example[] Examples =
    [
        .. new[] { "where is my parcel", "track my parcel please", "has my parcel arrived", "parcel status", "my parcel is late where is it" }.Select(
            text => new Example(text, "parcel")),
        .. new[] { "I want to learn to dance", "dance lessons", "book a dance class", "which dance courses are there", "dance for beginners" }.Select(
            text => new Example(text, "dance")),
        .. new[] { "the moon is far", "how old is the sun", "tell me about mars" }.Select(text => new Example(text, "none")),
    ];

    [Fact]
    public void FewExamples_MakeAModelThatAnswers()
    {
        var store = new ModelStore();
        var analyser = new MessageAnalyser(store);
        var before = analyser.Analyse("is there a dance class on Monday").Model;
        store.Replace(store.Current.WithIntents(ModelTraining.Train("intent", Examples, Examples).File, "test"));
        var analysis = analyser.Analyse("is there a dance class on Monday");
        Assert.Equal("dance", analysis.Intent.Name);
        Assert.NotEqual(before, analysis.Model);
        Assert.Equal("none", analyser.Analyse("how far is the moon from the sun").Intent.Name);
        Assert.Equal("dance", analyser.Intents("dance class")[0].Name);
        Assert.DoesNotContain(analyser.Intents("dance class", 5), intent => intent.Name == "none");
    }

    [Fact]
    public void SameExamples_MakeTheSameFile() =>
        Assert.Equal(ModelTraining.Train("intent", Examples, Examples).Version, ModelTraining.Train("intent", Examples, Examples).Version);

    [Fact]
    public void DamagedFile_IsRefusedWithAClearWord()
    {
        var file = ModelTraining.Train("intent", Examples, Examples).File.ToArray();
        file[^3] ^= 0x40;
        var refusal = Assert.Throws<InvalidDataException>(() => ModelSet.Default.WithIntents(file, "a.model"));
        Assert.Contains("'a.model' is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(60)]
    public void ShortFile_IsRefused(int length) => Assert.Throws<InvalidDataException>(() => ModelSet.Default.WithIntents(new byte[length], "a.model"));

    [Fact]
    public void ModelOfAnotherTask_IsRefused()
    {
        var file =
            ModelTraining.Train("sentiment", [.. Examples.Select(example => example with { Label = example.Label == "dance" ? "positive" : "negative" })]).File;
        var refusal = Assert.Throws<InvalidDataException>(() => ModelSet.Default.WithIntents(file, "a.model"));
        Assert.Contains("not for 'intent'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneLabel_IsNothingToLearn() => Assert.Throws<ArgumentException>(() => ModelTraining.Train("intent", Examples[..5]));

    [Fact]
    public void ShippedModels_KnowTheirLanguagesAndMoods()
    {
        Assert.Equal(26, ModelSet.Default.LanguagePart.Model.Labels.Length);
        Assert.Equal(["negative", "neutral", "positive"], ModelSet.Default.SentimentPart.Model.Labels);
        Assert.Equal(4, ModelSet.Default.Parts.Count);
        Assert.Contains("refund", ModelSet.Default.Intents);
        Assert.DoesNotContain("none", ModelSet.Default.Intents);
    }

    [Theory]
    [InlineData("Where is my parcel, it should have been here yesterday", "en")]
    [InlineData("Di mana barang saya? Saya dah tunggu dua minggu tapi belum sampai lagi", "ms")]
    [InlineData("Akaun saya dikunci kerana salah kata laluan, boleh tolong buka semula?", "ms")]
    [InlineData("Barangnya belum sampai juga padahal sudah saya bayar minggu lalu, mohon dicek", "id")]
    [InlineData("Wo ist mein Paket, es sollte gestern hier sein", "de")]
    [InlineData("我的包裹在哪里", "zh")]
    [InlineData("荷物はどこですか", "ja")]
    [InlineData("พัสดุของฉันอยู่ที่ไหน", "th")]
    [InlineData("என் பார்சல் எங்கே", "ta")]
    [InlineData("gói hàng của tôi ở đâu", "vi")]
    public void CareMessage_HasItsLanguage(string text, string language) => Assert.Equal(language, new MessageAnalyser().Analyse(text).Language);

    [Theory]
    [InlineData("hello")]
    [InlineData("ok")]
    [InlineData("12345")]
    public void TextThatAnyLanguageCouldBe_IsOfNone(string text) => Assert.Equal("und", new MessageAnalyser().Analyse(text).Language);

    [Fact]
    public void OffSwitches_GiveTheNeutralAnswer()
    {
        var analysis = new MessageAnalyser().Analyse("this is terrible, refund me now", AnalysisParts.Language);
        Assert.Equal(("neutral", 0d, "neutral", "none"), (analysis.Sentiment.Label, analysis.Sentiment.Score, analysis.Emotion, analysis.Intent.Name));
    }
}
