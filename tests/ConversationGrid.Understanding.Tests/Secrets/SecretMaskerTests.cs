using System.Diagnostics;
using ConversationGrid.Understanding.Secrets;

namespace ConversationGrid.Understanding.Tests.Secrets;

/// <summary>What is a secret goes in whatever shape it is typed, and what is none stays.</summary>
public class SecretMaskerTests
{
    [Theory]
    [InlineData("my card is 4111111111111111", "1111")]
    [InlineData("4111 1111 1111 1111", "1111")]
    [InlineData("4111-1111-1111-1111 please", "1111")]
    [InlineData("4111.1111.1111.1111", "1111")]
    [InlineData("4111/1111/1111/1111", "1111")]
    [InlineData("4111 _ 1111 _ 1111 _ 1111", "1111")]
    [InlineData("4111\u200B1111\u200B1111\u200B1111", "1111")]
    [InlineData("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "1 1 1 1")]
    [InlineData("41 11 11 11 11 11 11 11", "11 11")]
    [InlineData("４１１１　１１１１　１１１１　１１１１", "１１１１")]
    [InlineData("٤١١١ ١١١١ ١١١١ ١١١١", "١١١١")]
    [InlineData("Amex 3782 822463 10005.", "0005")]
    [InlineData("mc 5555555555554444", "4444")]
    [InlineData("2223 0031 2200 3222", "3222")]
    [InlineData("6011-0009-9013-9424", "9424")]
    [InlineData("kad saya 5105 1051 0510 5100 ya", "5100")]
    public void Card_KeepsItsLastFourDigits(string text, string kept)
    {
        var masked = SecretMasker.Mask(text);
        Assert.NotNull(masked);
        Assert.Equal(text.Length, masked.Length);
        Assert.Equal(kept.Where(SecretMasker.IsDigit), masked.Where(SecretMasker.IsDigit));
        // Nothing but digits changed.
        Assert.All(text.Zip(masked), pair => Assert.True(pair.First == pair.Second || (SecretMasker.IsDigit(pair.First) && pair.Second == SecretMasker.Dot)));
    }

    [Theory]
    [InlineData("cvv 123", "cvv •••")]
    [InlineData("CVV: 1234", "CVV: ••••")]
    [InlineData("the cvc is 987, thanks", "the cvc is •••, thanks")]
    [InlineData("security code 456", "security code •••")]
    [InlineData("kod keselamatan ialah 321", "kod keselamatan ialah •••")]
    [InlineData("123 is my cvv", "••• is my cvv")]
    [InlineData("cvv 1 2 3", "cvv • • •")]
    [InlineData("4111 1111 1111 1111 12/27 123", "•••• •••• •••• 1111 12/27 •••")]
    [InlineData("4111 1111 1111 1111 cvv 123", "•••• •••• •••• 1111 cvv •••")]
    [InlineData("my pin is 4821", "my pin is ••••")]
    [InlineData("password: hunter2!", "password: ••••••••")]
    [InlineData("kata laluan saya Rahsia99", "kata laluan saya ••••••••")]
    public void Secret_BesideItsWord_Goes(string text, string expected) => Assert.Equal(expected, SecretMasker.Mask(text));

    [Theory]
    [InlineData("my password does not work")]
    [InlineData("I forgot the password, please reset it")]
    [InlineData("password: please send me a new one")]
    [InlineData("saya lupa kata laluan saya semalam")]
    [InlineData("my order 1002 and the tracking number 4111111111111112")]
    [InlineData("call me on +60 12-345 6789 or 03-1234 5678")]
    [InlineData("on 4/12/2026 13:45:00 and 2026-12-01 10:00:00")]
    [InlineData("IC 900101-14-5678")]
    [InlineData("my code is 123456")]
    [InlineData("the cvv field is missing on your page")]
    [InlineData("pinned 20 notes, pin code 50450")]
    [InlineData("RM 4,111.11 for 1111 pieces of 1111")]
    [InlineData("")]
    public void WhatIsNone_Stays(string text) => Assert.Null(SecretMasker.Mask(text));

    [Theory]
    [InlineData("4 ")]
    [InlineData("4111 ")]
    [InlineData("cvv : ")]
    [InlineData("cvv is my code no number ")]
    [InlineData("password is ")]
    [InlineData("1-")]
    public void HostileText_TakesNoLonger(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 8_000 / part.Length));
        SecretMasker.Mask(text);
        var began = Environment.CpuUsage.TotalTime;
        var wall = Stopwatch.StartNew();
        SecretMasker.Mask(text);
        Assert.True(wall.Elapsed < TimeSpan.FromSeconds(2),
            $"8,000 characters took {wall.ElapsedMilliseconds} ms and {(Environment.CpuUsage.TotalTime - began).TotalMilliseconds} ms of processor time.");
    }
}
