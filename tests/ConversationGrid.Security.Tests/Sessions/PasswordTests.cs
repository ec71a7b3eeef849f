using System.Text;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Passwords;

namespace ConversationGrid.Security.Tests.Sessions;

public class PasswordTests
{
    [Theory]
    [InlineData("short")]
    [InlineData("ninechars")]
    [InlineData("password123")]
    [InlineData("Password2026!")]
    [InlineData("P@ssw0rd!!!!")]
    [InlineData("!!!sunshine99")]
    [InlineData("qwertyqwerty")]
    [InlineData("dragondragon")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("abcdefghijklm")]
    [InlineData("9876543210")]
    [InlineData("1234567890")]
    [InlineData("Nurul-Huda-1")]
    [InlineData("nurul@example")]
    [InlineData("")]
    [InlineData(null)]
    public void Weak_IsRefused(string? password) => Assert.NotNull(PasswordRules.WhatIsWrong(password, new(), "Nurul Huda", "nurul@example.test"));

    [Theory]
    [InlineData("long enough")]
    [InlineData("a day at the desk")]
    [InlineData("correct horse battery staple")]
    [InlineData("xK9#vm2Qpt")]
    [InlineData("kata laluan saya")]
    [InlineData("我的密码很长而且很难猜")]
    public void Strong_IsTaken(string password) => Assert.Null(PasswordRules.WhatIsWrong(password, new(), "Nurul Huda", "nurul@example.test"));

    [Fact]
    public void Length_HasBothBounds()
    {
        Assert.NotNull(PasswordRules.WhatIsWrong("xK9#vm2Qpt", new() { PasswordLengthMin = 11 }));
        Assert.NotNull(PasswordRules.WhatIsWrong(string.Concat(Enumerable.Range(0, 201).Select(i => (char)('a' + i * 7 % 26))), new()));
    }

    /// <summary>The vectors of RFC 6238, appendix B, for SHA-1: its eight digits end with these six.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Totp_IsAsTheStandardSays(long seconds, string code)
    {
        var secret = "12345678901234567890"u8.ToArray();
        Assert.Equal(code, Totp.CodeOf(secret, seconds / 30));
        Assert.Equal(seconds / 30, Totp.StepOf(secret, code, DateTimeOffset.FromUnixTimeSeconds(seconds)));
        Assert.Equal(seconds / 30, Totp.StepOf(secret, code, DateTimeOffset.FromUnixTimeSeconds(seconds + 30)));
        Assert.Null(Totp.StepOf(secret, code, DateTimeOffset.FromUnixTimeSeconds(seconds + 90)));
    }

    [Fact]
    public void TotpSecret_IsBase32() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.TextOf(Encoding.ASCII.GetBytes("12345678901234567890")));
}
