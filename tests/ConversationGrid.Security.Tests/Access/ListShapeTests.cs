using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Every list over REST is <c>{items, next}</c>, so that more may come beside the items and clients read all of them alike.</summary>
[Collection(GridCollection.Name)]
public class ListShapeTests(GridInProcess grid)
{
    [Fact]
    public void NoEndpoint_AnswersWithABareArray()
    {
        var told = grid.Endpoints.Where(e => e.Metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => answer.Type is not null)).ToList();
        foreach (var method in (string[])["GET", "POST"])
            Assert.Contains(told, e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) == true);
        var bare = from endpoint in told
                   from answer in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>()
                   where answer.Type is { } type && type != typeof(string) && type != typeof(JsonObject) && typeof(IEnumerable).IsAssignableFrom(type)
                   select $"{endpoint.RoutePattern.RawText}: {answer.Type!.Name}";
        Assert.Empty(bare);
    }

    [Theory]
    [InlineData("/api/v1/articles")]
    [InlineData("/api/v1/articles/gaps")]
    [InlineData("/api/v1/articles/issues")]
    [InlineData("/api/v1/articles/returns/en/versions")]
    [InlineData("/api/v1/conversations")]
    [InlineData("/api/v1/queues")]
    [InlineData("/api/v1/agents")]
    [InlineData("/api/v1/audit")]
    public async Task List_HasItems(string path)
    {
        var answer = await grid.Rest.SendAsync("GET", path, await grid.Rest.StaffAsync("omar"));
        Assert.Equal(200, answer.Status);
        var body = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal(JsonValueKind.Array, body.GetProperty("items").ValueKind);
        Assert.True(!body.TryGetProperty("next", out var next) || next.ValueKind is JsonValueKind.String or JsonValueKind.Null);
    }
}
