using System.Net;
using System.Net.Http.Json;
using ConversationGrid.Security.Tests.Access;

namespace ConversationGrid.Security.Tests.Floods;

/// <summary>Who stands behind a proxy: believed only where the proxy is trusted.</summary>
public class ProxyTests
{
    private const int Burst = 20;
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task TrustedProxy_SaysWhoAsks_AndThatItCameByTls()
    {
        await using var host = await StartAsync("--Grid:Gateway:TrustedProxies:0", "127.0.0.0/8");
        var first = await Task.WhenAll(Enumerable.Range(0, 3 * Burst).Select(_ => OpenAsync(host, "203.0.113.7")));
        Assert.Contains(HttpStatusCode.TooManyRequests, first);
        Assert.Equal(HttpStatusCode.Created, await OpenAsync(host, "203.0.113.8"));
        // What somebody wrote before the proxies did counts for nothing.
        Assert.Equal(HttpStatusCode.TooManyRequests, await OpenAsync(host, "198.51.100.1, 203.0.113.7, 127.0.0.9"));
        Assert.Equal(HttpStatusCode.Created, await OpenAsync(host, "203.0.113.9", $"https://{host.Address.Authority}"));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync(host, "203.0.113.10", "https://evil.example"));
    }

    [Fact]
    public async Task WrongPasswords_OfAStranger_DoNotLockTheOwnerOut_WhereTheOwnerIsKnown()
    {
        await using var host = await GridInProcess.StartAsync(
            "--Grid:Gateway:TrustedProxies:0", "127.0.0.0/8", "--Grid:Gateway:RefusedSignInTakes", "00:00:00",
            "--Grid:Gateway:WrongPasswordsOfAllSourcesMax", "20");
        for (var i = 0; i < 11; i++) Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(host, "203.0.113.7", "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(host, "203.0.113.7", "demo"));
        Assert.Equal(HttpStatusCode.Created, await SignInAsync(host, "203.0.113.8", "demo"));
        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(host, $"198.51.100.{i}", "wrong"));
        // Many sources guess together: new sources are shut out, the known one is not.
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(host, "198.51.100.99", "demo"));
        Assert.Equal(HttpStatusCode.Created, await SignInAsync(host, "203.0.113.8", "demo"));
    }

    [Fact]
    public async Task Stranger_IsNotBelieved()
    {
        await using var host = await StartAsync();
        var codes = await Task.WhenAll(Enumerable.Range(0, 3 * Burst).Select(i => OpenAsync(host, $"203.0.113.{i}")));
        Assert.Contains(HttpStatusCode.TooManyRequests, codes);
        Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync(host, "203.0.113.9", $"https://{host.Address.Authority}"));
    }

    private static Task<GridInProcess> StartAsync(params string[] more) =>
        GridInProcess.StartAsync(["--Grid:Gateway:SessionsPerSecondPerAddress", "1", "--Grid:Gateway:SessionsBurstPerAddress", $"{Burst}", .. more]);

    private static async Task<HttpStatusCode> SignInAsync(GridInProcess host, string forwardedFor, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            new Uri(host.Address, "/api/v1/sessions/agent")) { Content = JsonContent.Create(new { workspace = "demo", email = "aina@demo.test", password }) };
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        using var answer = await Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> OpenAsync(GridInProcess host, string forwardedFor, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            new Uri(host.Address, "/api/v1/sessions/customer")) { Content = JsonContent.Create(new { workspace = "demo" }) };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        request.Headers.Add("X-Forwarded-Proto", origin is null ? "http" : "https");
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var answer = await Http.SendAsync(request);
        return answer.StatusCode;
    }
}
