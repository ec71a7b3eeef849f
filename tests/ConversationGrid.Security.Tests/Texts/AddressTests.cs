using System.Net;
using System.Net.Sockets;
using ConversationGrid.Fuzz.Texts;
using ConversationGrid.Security.Tests.Access;

namespace ConversationGrid.Security.Tests.Texts;

/// <summary>The corpus of addresses through the one input that is followed: an administrator's import of articles.</summary>
[Collection(GridCollection.Name)]
public class AddressTests(GridInProcess grid)
{
    private const string NotReached = "It could not be fetched.";

    [CorporaFact]
    public async Task Corpus_OfAddresses_ReachesNothingWithin()
    {
        using var canary = new TcpListener(IPAddress.Loopback, 0);
        canary.Start();
        var port = ((IPEndPoint)canary.LocalEndpoint).Port;
        var payloads = HostileTexts.Read(HostileTexts.Find()!).Where(t => t.Id.StartsWith("ssrf-urls", StringComparison.Ordinal)).Select(t => t.Text).ToList();
        Assert.NotEmpty(payloads);
        // At the listener's port, and at the one that is allowed, so that the address alone is what is refused.
        string[] urls = [.. payloads.Select(x => x.Replace("PORT", $"{port}", StringComparison.Ordinal)),
            .. payloads.Select(x => x.Replace("PORT", "80", StringComparison.Ordinal))];
        var answer = await grid.Rest.SendAsync("POST", "/api/v1/articles/import", await grid.Rest.StaffAsync("omar"), new { urls, audience = "agents" });
        Assert.Equal(200, answer.Status);
        var results = answer.Json.GetProperty("items").EnumerateArray().Select(
            x => (Source: x.GetProperty("source").GetString()!, Error: x.TryGetProperty("error", out var e) ? e.GetString() : null)).ToList();
        Assert.Equal(urls.Length, results.Count);
        Assert.DoesNotContain(results, r => r.Error is null);
        // What was tried and failed was not refused: only names that this machine cannot resolve may end so.
        Assert.DoesNotContain(results, r => r.Error == NotReached && !IsName(r.Source));
        Assert.False(canary.Pending());
        Assert.Empty(grid.Errors);
    }

    private static bool IsName(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.HostNameType == UriHostNameType.Dns;
}
