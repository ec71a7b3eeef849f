namespace ConversationGrid.Security.Tests.Access;

/// <summary>What answers tell browsers.</summary>
[Collection(GridCollection.Name)]
public class HeaderTests(GridInProcess grid)
{
    [Theory]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/api/v1/conversations")]
    [InlineData("POST", "/hubs/customer/negotiate")]
    [InlineData("GET", "/nosuch")]
    [InlineData("GET", "/openapi/v1.json")]
    public async Task Answers_TellBrowsersToTakeNothingForMore(string method, string path)
    {
        var answer = await grid.Rest.SendAsync(method, path);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString());
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
