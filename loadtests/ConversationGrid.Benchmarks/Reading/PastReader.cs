using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ConversationGrid.Benchmarks.Reading;

/// <summary>Reads lists, search and figures of a history over REST, as one member of staff, one request after the other.</summary>
internal sealed class PastReader : IDisposable
{
    private const int WordLengthMin = 4;
    private readonly HttpClient _http;

    public PastReader(Uri address, string token)
    {
        _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Times of requests in milliseconds.</summary>
    public async Task<double[]> TimesAsync(int requests, Func<int, string> path, CancellationToken cancel)
    {
        var times = new double[requests];
        for (var i = 0; i < requests; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await _http.GetAsync(new Uri(path(i), UriKind.Relative), cancel);
            await answer.Content.ReadAsByteArrayAsync(cancel);
            answer.EnsureSuccessStatusCode();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return times;
    }

    /// <summary>Two neighbouring words of messages that were really sent, from conversations of different ages.</summary>
    public async Task<IReadOnlyList<string>> QueriesAsync(int count, CancellationToken cancel)
    {
        var queries = new List<string>();
        var dice = new Random(1);
        for (var asked = 0; queries.Count < count && asked < count * 5; asked++)
        {
            var day = TimeProvider.System.GetUtcNow().AddDays(-1 - dice.Next(300));
            var page = await GetAsync($"/api/v1/conversations?limit=10&to={day:yyyy-MM-dd}", cancel);
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                var events = await GetAsync($"/api/v1/conversations/{item.GetProperty("conversationId").GetString()}/events?limit=50", cancel);
                queries.AddRange(Pairs(events, dice).Take(1));
            }
        }
        return queries;
    }

    private static IEnumerable<string> Pairs(JsonElement events, Random dice)
    {
        var list = events.ValueKind == JsonValueKind.Array ? events : events.GetProperty(events.TryGetProperty("items", out _) ? "items" : "events");
        foreach (var e in list.EnumerateArray().OrderBy(_ => dice.Next()))
        {
            if (!e.TryGetProperty("data", out var data) || !data.TryGetProperty("text", out var text) || text.GetString() is not { } said) continue;
            var words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length >= WordLengthMin && w.All(char.IsLetter)).ToArray();
            if (words.Length < 2) continue;
            var at = dice.Next(words.Length - 1);
            yield return $"{words[at]} {words[at + 1]}";
        }
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancel)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), cancel));
        return json.RootElement.Clone();
    }

    public static double Percentile(double[] times, double share)
    {
        var sorted = times.Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    public void Dispose() => _http.Dispose();
}
