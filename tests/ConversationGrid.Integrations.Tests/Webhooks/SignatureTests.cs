using System.Net;
using System.Text;
using ConversationGrid.Integrations.Webhooks;

namespace ConversationGrid.Integrations.Tests.Webhooks;

/// <summary>Signatures as the Standard Webhooks convention has them, and the addresses that a hook must not lead to.</summary>
public class SignatureTests
{
    /// <summary>The test vector that the convention's own libraries use.</summary>
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void PublishedVector_IsSignedAsPublished() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSecret.Sign([Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330),
            Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Fact]
    public void TextSecret_SignsWithItsBytes_AndTwoSecretsGiveTwoSignatures()
    {
        var (at, body) = (DateTimeOffset.FromUnixTimeSeconds(1), "{}"u8.ToArray());
        var text = WebhookSecret.Sign(["a plain text"], "msg_1", at, body);
        Assert.Equal($"v1,{Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData("a plain text"u8, "msg_1.1.{}"u8))}", text);
        Assert.Equal($"{text} {WebhookSecret.Sign([Secret], "msg_1", at, body)}", WebhookSecret.Sign(["a plain text", Secret], "msg_1", at, body));
    }

    [Theory]
    [InlineData(Secret, true)]
    [InlineData("whsec_", false)]
    [InlineData("whsec_not base64!", false)]
    [InlineData("whsec_QUJD", false)]
    [InlineData("secret78", true)]
    [InlineData("short", false)]
    [InlineData("with\na line break", false)]
    public void GivenSecrets_AreCheckedForTheirForm(string secret, bool isRight) => Assert.Equal(isRight, WebhookSecret.WhatIsWrong(secret) is null);

    [Fact]
    public void MadeSecret_IsRight() => Assert.Null(WebhookSecret.WhatIsWrong(WebhookSecret.Make()));

    [Theory]
    [InlineData("https://93.184.215.14/hook", true)]
    [InlineData("https://93.184.215.14:8443/hook", true)]
    [InlineData("http://93.184.215.14/hook", false)]
    [InlineData("https://127.0.0.1/hook", false)]
    [InlineData("https://localhost/hook", false)]
    [InlineData("https://10.1.2.3/hook", false)]
    [InlineData("https://172.20.0.1/hook", false)]
    [InlineData("https://192.168.1.1/hook", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://100.64.0.1/", false)]
    [InlineData("https://0.0.0.0/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("https://0x7f.1/", false)]
    [InlineData("https://[::1]/hook", false)]
    [InlineData("https://[::ffff:10.0.0.1]/hook", false)]
    [InlineData("https://[64:ff9b::a00:1]/hook", false)]
    [InlineData("https://[fd00::1]/hook", false)]
    [InlineData("https://[fe80::1]/hook", false)]
    [InlineData("https://name:word@93.184.215.14/", false)]
    [InlineData("https://93.184.215.14/#part", false)]
    [InlineData("ftp://93.184.215.14/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/hook", false)]
    [InlineData("", false)]
    public async Task Targets_AreOnThePublicInternet(string url, bool isRight) =>
        Assert.Equal(isRight, await new WebhookTargets(new() { AllowLoopback = false }).WhatIsWrongAsync(url, default) is null);

    [Theory]
    [InlineData("http://127.0.0.1:9000/hook", true)]
    [InlineData("http://localhost:9000/hook", true)]
    [InlineData("http://[::1]:9000/hook", true)]
    [InlineData("http://10.0.0.7:9000/hook", true)]
    [InlineData("http://10.0.0.7:9001/hook", false)]
    [InlineData("https://192.168.1.1/hook", false)]
    public async Task AllowedTargets_AreThose_AndNoOthers(string url, bool isRight) => Assert.Equal(
        isRight, await new WebhookTargets(new() { AllowLoopback = true, InnerHosts = ["10.0.0.7:9000"] }).WhatIsWrongAsync(url, default) is null);

    [Fact]
    public async Task NameThatLeadsInside_IsRefusedAtTheConnectionToo()
    {
        using var http = new HttpClient(new WebhookTargets(new() { AllowLoopback = false }).Handler());
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("http://localhost:1/"));
        Assert.IsType<Engine.Outbound.AddressRefusedException>(failure.InnerException);
        Assert.False(Engine.Outbound.PublicAddress.Is(IPAddress.Loopback));
    }

    [Theory]
    [InlineData(1, 4, 6)]
    [InlineData(2, 12, 18)]
    [InlineData(14, 9.6 * 3600, 14.4 * 3600)]
    [InlineData(100, 9.6 * 3600, 14.4 * 3600)]
    public void Attempts_AreFurtherAndFurtherApart(int attempts, double least, double most)
    {
        Assert.Equal(least, new WebhookOptions().RetryAfter(attempts, 0).TotalSeconds, 3);
        Assert.Equal(most, new WebhookOptions().RetryAfter(attempts, 1).TotalSeconds, 3);
    }
}
