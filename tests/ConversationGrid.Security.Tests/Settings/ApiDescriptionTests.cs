using System.Net.Http.Json;
using System.Text.Json;
using ConversationGrid.Security.Tests.Access;

namespace ConversationGrid.Security.Tests.Settings;

/// <summary>The description of the REST interface: complete for every operation, and a page that shows it from this host alone.</summary>
public class ApiDescriptionTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task EveryOperation_SaysWhatItDoes_WhatTokenItWants_AndHowItFails()
    {
        var document = await Http.GetFromJsonAsync<JsonElement>(new Uri(grid.Address, "/openapi/v1.json"));
        Assert.Equal("ConversationGrid", document.GetProperty("info").GetProperty("title").GetString());
        var components = document.GetProperty("components");
        Assert.Equal("bearer", components.GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.Contains("forbidden", components.GetProperty("schemas").GetProperty("Problem").GetProperty("properties").GetProperty("code").GetRawText());
        var (wrong, count, open) = (new List<string>(), 0, 0);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var (name, operation) in path.Value.EnumerateObject().Select(o => ($"{o.Name} {path.Name}", o.Value)))
            {
                count++;
                if (!operation.TryGetProperty("summary", out var summary) || !summary.GetString()!.EndsWith('.')) wrong.Add($"{name} has no summary");
                if (!operation.TryGetProperty("security", out var security)) open++;
                else if (!security.GetRawText().Contains("bearer")) wrong.Add($"{name} wants no bearer");
                var failures = operation.GetProperty("responses").EnumerateObject().Where(r => r.Name[0] is '4' or '5').ToList();
                if (!failures.Any(r => r.Name == "429") || !failures.Any(r => r.Name == "503")) wrong.Add($"{name} never fails");
                foreach (var failure in failures)
                    if (!failure.Value.GetRawText().Contains("#/components/schemas/Problem\"")) wrong.Add($"{name} {failure.Name} is no problem");
            }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(count > 100, $"Only {count} operations.");
        Assert.InRange(open, 1, 12);
    }

    [Fact]
    public async Task Page_NamesNoOtherHost_AndItsScriptsHaveANonceOfTheAnswer()
    {
        using var answer = await Http.GetAsync(new Uri(grid.Address, "/api/"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, page);
        Assert.DoesNotContain("https://", page.Replace("\"https://\"", ""));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.DoesNotContain("unsafe-eval", policy);
        Assert.DoesNotContain("script-src 'unsafe-inline'", policy);
        Assert.Equal(page.Split("<script").Length - 1, page.Split($"nonce=\"{nonce}\"").Length - 1);
        using var again = await Http.GetAsync(new Uri(grid.Address, "/api/"));
        Assert.DoesNotContain(nonce, again.Headers.GetValues("Content-Security-Policy").Single());
    }
}
