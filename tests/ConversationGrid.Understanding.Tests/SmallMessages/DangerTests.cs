using ConversationGrid.Understanding.Priority;

namespace ConversationGrid.Understanding.Tests.SmallMessages;

/// <summary>Danger to people and somebody else's use of an account are the most urgent; the harmless uses of the same words are not.</summary>
public sealed class DangerTests
{
    private static readonly MessageAnalyser Analyser = new();

    public static TheoryData<string, string> Messages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var cells in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "SmallMessages", "dangers.tsv")).Skip(1)
                .Select(line => line.Split('\t')))
                data.Add(cells[1], cells[2]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void MessageHasItsPriority(string kind, string text)
    {
        var priority = Analyser.Analyse(text).Priority;
        if (kind is "danger" or "takeover") Assert.Equal(PriorityReader.Highest, priority);
        else Assert.NotEqual(PriorityReader.Highest, priority);
    }

    [Theory]
    [InlineData("the charger is on fire", "praise", 0.9)]
    [InlineData("someone is using my card", "thanks", 0.8)]
    public void Danger_IsMostUrgent_WhateverIntentAndMoodSay(string text, string intent, double sentiment) =>
        Assert.Equal(PriorityReader.Highest, PriorityReader.Read(text, intent, sentiment).Priority);

    [Fact]
    public void EnglishAbbreviation_IsNoMalayWord() => Assert.Equal(UrgencySignals.None, UrgencyWords.Read("please call me back asap") & UrgencySignals.Safety);

    [Fact]
    public void MalayNameInEnglishText_ThreatensNobody()
    {
        Assert.Equal(UrgencySignals.None, UrgencyWords.Read("my name is Saman and this is my order") & UrgencySignals.LegalThreat);
        Assert.NotEqual(UrgencySignals.None, UrgencyWords.Read("saya akan saman syarikat ini") & UrgencySignals.LegalThreat);
    }
}
