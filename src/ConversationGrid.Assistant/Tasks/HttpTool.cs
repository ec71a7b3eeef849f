using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Contracts;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>A tool of the company's own, called over HTTP. Section <c>Grid:Assistant:Tools:{n}</c>.</summary>
public sealed class HttpToolOptions : IValidatableObject
{
    /// <summary>The workspace that has it.</summary>
    [Required] public string Workspace { get; set; } = "";

    /// <summary>How models and records of decisions name it: small letters, digits and underscores.</summary>
    [Required, RegularExpression("^[a-z][a-z0-9_]{0,63}$")] public string Name { get; set; } = "";

    /// <summary>What it does, for models.</summary>
    [Required, StringLength(500)] public string Description { get; set; } = "";

    /// <summary>Where calls are posted. Chosen by who runs the product, so it may be an inner address.</summary>
    [Required] public Uri? Url { get; set; }

    /// <summary>
    /// Secret that signs each call, at least 32 characters: <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c> as Standard Webhooks say.
    /// The server takes no call that is older than some minutes. Default: none.
    /// </summary>
    [StringLength(1_000, MinimumLength = 32)] public string? Secret { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Token that is sent as <c>Authorization: Bearer</c>. Default: none.</summary>
    [StringLength(8_000, MinimumLength = 16)] public string? Bearer { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Certificate with its private key (PFX, or PEM with both) that is shown to the server. Default: none.</summary>
    public string? CertificateFile { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Password of a PFX file. Default: none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Whether it runs only for a proven identity. Default: yes.</summary>
    public bool NeedsProof { get; set; } = true;

    /// <summary>Whether it changes something, so that the customer must agree first. Default: yes.</summary>
    public bool HasEffect { get; set; } = true;

    /// <summary>Regular expressions that tell that a customer wants it.</summary>
    public List<string> Signs { get; set; } = [];
    public List<HttpSlotOptions> Slots { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) yield return new("an address begins with http:// or https://.", [nameof(Url)]);
        else if (!Url.IsLoopback && Url.Scheme != Uri.UriSchemeHttps)
            yield return new("what customers ask for is sent in clear: an address that is not loopback begins with https://.", [nameof(Url)]);
        else if (!Url.IsLoopback && Secret is null && Bearer is null && CertificateFile is null)
            yield return new("whoever reaches the tool could call it: set Secret, Bearer or CertificateFile.", [nameof(Secret)]);
        if (CertificateFile is { } file && !File.Exists(file)) yield return new($"there is no file '{file}'.", [nameof(CertificateFile)]);
        for (var i = 0; i < Signs.Count; i++)
            if (!Patterns.IsRight(Signs[i])) yield return new($"'{Signs[i]}' is no regular expression.", [$"{nameof(Signs)}:{i}"]);
        if (Slots.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return new($"two values have the name '{twice.Key}'.", [nameof(Slots)]);
    }

    internal ToolDefinition Define() => new(Name, Description, [.. Slots.Select(s => s.Define())], NeedsProof, HasEffect, Signs);
}

/// <summary>A value that such a tool wants.</summary>
public sealed class HttpSlotOptions : IValidatableObject
{
    /// <summary>The name under which the tool gets it.</summary>
    [Required] public string Name { get; set; } = "";

    /// <summary>Pattern, date or text. Default: pattern.</summary>
    public SlotKind Kind { get; set; } = SlotKind.Pattern;

    /// <summary>What it is, for models. Default: nothing.</summary>
    public string Description { get; set; } = "";

    /// <summary>Regular expression of the value in the customer's words, where the kind is pattern. Default: anything.</summary>
    public string? Pattern { get; set; }

    /// <summary>The question for it, by language; <c>en</c> is needed.</summary>
    public Dictionary<string, string> Ask { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Pattern is not null && !Patterns.IsRight(Pattern)) yield return new($"'{Pattern}' is no regular expression.", [nameof(Pattern)]);
    }

    internal SlotDefinition Define() =>
        new(Name, Kind, Description, Pattern ?? ".+", Ask.ContainsKey("en") ? Ask : new Dictionary<string, string> { ["en"] = $"Please give me: {Name}." });
}

/// <summary>Regular expressions from the configuration.</summary>
internal static class Patterns
{
    public static bool IsRight(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>
/// Posts <c>{mode: "preview"|"run", workspace, subject, language, arguments}</c> with the header <c>Idempotency-Key</c>, and takes
/// <c>{code, text, refusal?}</c>. The text is shown as plain text.
/// </summary>
public sealed class HttpTool(HttpToolOptions options, HttpClient http, ClosedText closed, TimeProvider time) : ITool
{
    private const int AnswerLengthMax = 2_000;
    private const int AnswerBytesMax = 64 * 1_024;

    public ToolDefinition Definition { get; } = options.Define();

    /// <summary>The client for such tools: goes where it is told and nowhere else, and reads no more than a tool has to say.</summary>
    public static HttpClient Client(TimeSpan within, HttpToolOptions options)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (options.CertificateFile is { } file)
            handler.SslOptions.ClientCertificates = [Path.GetExtension(file).Equals(".pem", StringComparison.OrdinalIgnoreCase)
                ? X509Certificate2.CreateFromPemFile(file)
                : X509CertificateLoader.LoadPkcs12FromFile(file, options.CertificatePassword)];
        return new(handler) { Timeout = within, MaxResponseContentBufferSize = AnswerBytesMax };
    }

    public async Task<ToolPreview> PreviewAsync(ToolCall call, CancellationToken cancel = default)
    {
        var answer = await PostAsync("preview", call, cancel);
        return new(answer.Refusal is { Length: > 0 } refusal ? Short(refusal) : null, Short(answer.Text ?? ""));
    }

    public async Task<ToolOutcome> RunAsync(ToolCall call, CancellationToken cancel = default)
    {
        var answer = await PostAsync("run", call, cancel);
        return new(answer.Code is { Length: > 0 and <= 40 } code ? code : "done", Short(answer.Refusal ?? answer.Text ?? ""));
    }

    private async Task<Answer> PostAsync(string mode, ToolCall call, CancellationToken cancel)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { mode, workspace = call.Workspace, subject = call.Subject, language = call.Language, arguments = call.Arguments }, JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.Add("Idempotency-Key", call.Key);
        if (options.Bearer is { } bearer) request.Headers.Authorization = new("Bearer", bearer);
        if (options.Secret is { } secret) Sign(request, $"{call.Key}/{mode}", body, secret);
        using var response = await http.SendAsync(request, cancel);
        response.EnsureSuccessStatusCode();
        try
        {
            return await response.Content.ReadFromJsonAsync<Answer>(cancel) ?? new(null, null, null);
        }
        catch (JsonException bad)
        {
            throw new IOException($"Tool '{options.Name}' answered with something that is no JSON.", bad);
        }
    }

    /// <summary>With the time, so that a call that was listened to is worth nothing later.</summary>
    private void Sign(HttpRequestMessage request, string id, byte[] body, string secret)
    {
        var at = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{at}."), .. body];
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(signature)}");
    }

    private string Short(string text) => closed.Of(text.Length <= AnswerLengthMax ? text : text[..AnswerLengthMax]);

    private sealed record Answer(string? Code, string? Text, string? Refusal);
}
