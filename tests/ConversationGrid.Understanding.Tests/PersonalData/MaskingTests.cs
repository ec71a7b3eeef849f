using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Understanding.Tests.PersonalData;

/// <summary>Masking hides every value and can be undone by its own map alone.</summary>
public sealed class MaskingTests
{
    [Fact]
    public void SameValue_HasTheSamePlaceholder_AnotherTheNext()
    {
        var masker = new PersonalDataMasker();
        Assert.Equal("[email] or [email 2], best [email]", masker.Mask("a.b@c.com or d@e.org, best a.b@c.com"));
        Assert.Equal("again [email 2]", masker.Mask("again d@e.org"));
        Assert.Equal("we wrote to d@e.org", masker.Unmask("we wrote to [email 2]"));
    }

    [Fact]
    public void NothingToHide_GivesTheSameInstance_AndAllocatesNothing()
    {
        var text = "where is my parcel, it was to come on 12 May at 10.30 for RM 25.90";
        var masker = new PersonalDataMasker();
        Assert.Equal("", StructuredTests.Found(text));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            PersonalDataFinder.Find(text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(text, masker.Mask(text));
    }

    [Fact]
    public void WordsOfAPlaceholderInTheText_ComeBackUnchanged()
    {
        var masker = new PersonalDataMasker();
        const string Text = "[email] is not x@y.com";
        var masked = masker.Mask(Text);
        Assert.DoesNotContain("x@y.com", masked, StringComparison.Ordinal);
        Assert.Equal(Text, masker.Unmask(masked));
    }

    [Fact]
    public void ForeignPlaceholders_StayAsTheyAre()
    {
        var masker = new PersonalDataMasker();
        masker.Mask("x@y.com");
        Assert.Equal("[phone] [card 7] [", masker.Unmask("[phone] [card 7] ["));
    }

    [Fact]
    public void Spans_InCodePoints_CountAnEmojiOnce()
    {
        const string Text = "😀😀 x@y.com";
        var span = Assert.Single(PersonalDataSpan.ToCodePoints(Text, PersonalDataFinder.Find(Text)));
        Assert.Equal(new PersonalDataSpan(3, 10, PersonalDataType.Email), span);
    }
}
