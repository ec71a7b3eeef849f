using System.Net;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Gateway;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Pages of other origins: which may call, what their browsers are answered, and how the setting may be written.</summary>
public class OriginTests
{
    private const string Shop = "https://shop.example";
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData("https://shop.example", "https://shop.example")]
    [InlineData("https://shop.example/", "https://shop.example")]
    [InlineData(" HTTPS://Shop.Example:443 ", "https://shop.example")]
    [InlineData("http://shop.example:80/", "http://shop.example")]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    [InlineData("capacitor://localhost", "capacitor://localhost")]
    [InlineData("*", "*")]
    public void Entry_WithAPlainMeaning_IsRead(string entry, string origin)
    {
        Assert.Equal(origin, AllowedOrigin.Read(entry, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("shop.example", "no scheme")]
    [InlineData("//shop.example", "no scheme")]
    [InlineData("localhost:8080", "no scheme")]
    [InlineData("null", "no scheme")]
    [InlineData("https://shop.example/help", "a path")]
    [InlineData("https://shop.example/?a", "a path")]
    [InlineData("https://shop.example/#a", "a path")]
    [InlineData("https://*.shop.example", "a wildcard")]
    [InlineData("https://ann@shop.example", "a user name")]
    [InlineData("https://a.example,https://b.example", "more than one")]
    [InlineData("https://", "no origin")]
    [InlineData("file:///home", "no origin")]
    [InlineData("https://shop.example:99999", "no origin")]
    [InlineData(" ", "empty")]
    public void Entry_ThatIsNoOrigin_StopsTheStart_AndItsKeyIsNamed(string entry, string reason)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => OptionsOf(("AllowedOrigins:0", Shop), ("AllowedOrigins:1", entry)));
        Assert.Contains("AllowedOrigins", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_GivenAsOneText_AreNotLost()
    {
        var options = OptionsOf(("AllowedOrigins", "https://a.example, https://b.example/"), ("TrustedProxies", "10.0.0.5"));
        Assert.Equal(["https://a.example", "https://b.example/"], options.AllowedOrigins);
        Assert.Equal(["10.0.0.5"], options.TrustedProxies);
        Assert.Throws<OptionsValidationException>(() => OptionsOf(("AllowedOrigins", "shop.example")));
    }

    [Fact]
    public async Task NamedOrigin_IsAnsweredWithCredentials_AndAnotherIsToldTheSetting()
    {
        await using var host = await GridInProcess.StartAsync("--Grid:Gateway:AllowedOrigins:0", Shop + "/");
        foreach (var (method, path) in new[] { ("OPTIONS", "/hubs/customer/negotiate"), ("GET", "/health/live") })
        {
            using var answer = await AskAsync(host, method, path, Shop);
            Assert.True(answer.IsSuccessStatusCode);
            Assert.Equal((Shop, "true"), (Of(answer, "Access-Control-Allow-Origin"), Of(answer, "Access-Control-Allow-Credentials")));
            Assert.Equal("Origin", Of(answer, "Vary"));
        }
        foreach (var stranger in new[] { "https://evil.example", "http://shop.example", "https://shop.example.evil.example", "null" })
        {
            using var preflight = await AskAsync(host, "OPTIONS", "/api/v1/sessions/customer", stranger);
            Assert.Equal((HttpStatusCode.Forbidden, null), (preflight.StatusCode, Of(preflight, "Access-Control-Allow-Origin")));
            // A page may read that it was refused, and why; nothing more, and never with credentials.
            using var plain = await AskAsync(host, "GET", "/health/live", stranger);
            Assert.Equal((HttpStatusCode.Forbidden, stranger, null),
                (plain.StatusCode, Of(plain, "Access-Control-Allow-Origin"), Of(plain, "Access-Control-Allow-Credentials")));
            Assert.Contains("Grid:Gateway:AllowedOrigins", await plain.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnyOrigin_IsAnsweredWithoutCredentials()
    {
        await using var host = await GridInProcess.StartAsync("--Grid:Gateway:AllowedOrigins", "*");
        using var answer = await AskAsync(host, "OPTIONS", "/hubs/customer/negotiate", "https://any.example");
        Assert.Equal((HttpStatusCode.NoContent, "https://any.example", null),
            (answer.StatusCode, Of(answer, "Access-Control-Allow-Origin"), Of(answer, "Access-Control-Allow-Credentials")));
    }

    private static GatewayOptions OptionsOf(params (string Key, string Value)[] settings)
    {
        var pairs = settings.Select(s => KeyValuePair.Create($"Grid:Gateway:{s.Key}", (string?)s.Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(pairs).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddGridGateway(configuration);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<GatewayOptions>>().Value;
    }

    private static async Task<HttpResponseMessage> AskAsync(GridInProcess host, string method, string path, string origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(host.Address, path));
        request.Headers.Add("Origin", origin);
        if (method == "OPTIONS") request.Headers.Add("Access-Control-Request-Method", "POST");
        return await Http.SendAsync(request);
    }

    private static string? Of(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? string.Join(',', values) : null;
}
