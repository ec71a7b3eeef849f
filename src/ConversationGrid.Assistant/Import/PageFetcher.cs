using System.Net;
using ConversationGrid.Engine.Outbound;

namespace ConversationGrid.Assistant.Import;

/// <summary>A page as it came.</summary>
/// <param name="Policies">Its content policies, as its headers name them.</param>
internal sealed record Page(Uri Url, bool IsHtml, string Text, IReadOnlyList<string> Policies);

/// <summary>Why a source was not taken, in words for the administrator. Nothing of what an inner address answered is in them.</summary>
public sealed class ImportRefusedException(string message) : Exception(message);

/// <summary>
/// Fetches pages that an administrator names, and can be used to reach nothing but the public internet: names are resolved here, every address they resolve to
/// must be public, the connection goes to the very address that was checked, and each redirect starts again. Bounded in redirects, bytes, time and content
/// type; no cookies, no proxy, no credentials.
/// </summary>
public sealed class PageFetcher : IDisposable
{
    private readonly ImportOptions _options;
    private readonly IReadOnlyList<string> _innerHosts;
    private readonly HttpClient _http;

    /// <param name="innerHosts">Inner addresses that it may reach, as <c>host:port</c>.</param>
    public PageFetcher(ImportOptions options, IReadOnlyList<string> innerHosts)
        : this(options, innerHosts, Dns.GetHostAddressesAsync)
    {
    }

    internal PageFetcher(ImportOptions options, IReadOnlyList<string> innerHosts, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_options, _innerHosts) = (options, innerHosts);
        var connections = new CheckedConnections((host, port, _) => IsAllowed(host, port), resolve);
        _http = new(connections.Handler(keepFor: TimeSpan.Zero)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("ConversationGrid-import/1");
    }

    /// <exception cref="ImportRefusedException">It may not be fetched, or could not be.</exception>
    internal async Task<Page> FetchAsync(string address, CancellationToken cancel)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(_options.FetchWithin);
        try
        {
            var url = Check(Uri.TryCreate(address, UriKind.Absolute, out var parsed) ? parsed : throw new ImportRefusedException("This is no address."));
            for (var redirects = 0; ; redirects++)
            {
                using var response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, within.Token);
                if ((int)response.StatusCode is < 300 or > 399) return await ReadAsync(url, response, within.Token);
                if (redirects == _options.RedirectsMax) throw new ImportRefusedException($"It was redirected more than {_options.RedirectsMax} times.");
                url = Check(response.Headers.Location is { } next ? new Uri(url, next) : throw new ImportRefusedException("It was redirected to nowhere."));
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ImportRefusedException($"It took longer than {_options.FetchWithin.TotalSeconds:0.#} seconds.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UriFormatException)
        {
            throw new ImportRefusedException(failure.InnerException is AddressRefusedException inner ? inner.Message : "It could not be fetched.");
        }
    }

    public void Dispose() => _http.Dispose();

    private Uri Check(Uri url)
    {
        if (url.Scheme is not ("http" or "https")) throw new ImportRefusedException("Only http and https are fetched.");
        if (url.UserInfo.Length > 0) throw new ImportRefusedException("An address with a name or password in it is not fetched.");
        if (url.Port is not (80 or 443) && !IsAllowed(url.IdnHost, url.Port)) throw new ImportRefusedException("Only ports 80 and 443 are fetched.");
        return url;
    }

    private bool IsAllowed(string host, int port) => _innerHosts.Contains($"{host}:{port}", StringComparer.OrdinalIgnoreCase);

    private async Task<Page> ReadAsync(Uri url, HttpResponseMessage response, CancellationToken cancel)
    {
        if (!response.IsSuccessStatusCode) throw new ImportRefusedException($"It answered {(int)response.StatusCode}.");
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (type is not ("text/html" or "application/xhtml+xml" or "text/markdown" or "text/plain"))
            throw new ImportRefusedException("It is neither HTML nor Markdown nor plain text.");
        if (response.Content.Headers.ContentEncoding.Count > 0) throw new ImportRefusedException("It is compressed, which was not asked for.");
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1_024];
        for (int read; (read = await body.ReadAsync(buffer, cancel)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > _options.BytesMax) throw new ImportRefusedException($"It is longer than {_options.BytesMax} bytes.");
        }
        var isHtml = type is "text/html" or "application/xhtml+xml";
        return new(
            url, isHtml, PageText.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), response.Content.Headers.ContentType?.CharSet?.Trim('"'), isHtml),
            response.Headers.TryGetValues("Content-Security-Policy", out var policies)
                ? [.. policies.SelectMany(line => line.Split(',', StringSplitOptions.RemoveEmptyEntries))] : []);
    }
}
