namespace ConversationGrid.Security.Tests.Access;

/// <summary>A host that is told its names answers to no other one, so that no page leads a browser to it under a name of its own.</summary>
public sealed class HostFilterTests : IAsyncLifetime, IDisposable
{
    private readonly GridInProcess _grid = new() { Settings = ["--AllowedHosts", "care.example;127.0.0.1"] };

    public Task InitializeAsync() => _grid.InitializeAsync();

    public Task DisposeAsync() => _grid.DisposeAsync();

    public void Dispose() => _grid.Dispose();

    [Theory]
    [InlineData("care.example", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("evil.example", 400)]
    [InlineData("care.example.evil.example", 400)]
    public async Task OtherName_IsRefused(string host, int status)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_grid.Address, "/health/live")) { Headers = { Host = host } };
        using var answer = await http.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
    }
}
