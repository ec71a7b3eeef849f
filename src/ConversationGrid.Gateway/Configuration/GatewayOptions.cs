using System.ComponentModel.DataAnnotations;
using System.Net;
using ConversationGrid.Domain.Workspaces;
using Microsoft.Extensions.Configuration;

namespace ConversationGrid.Gateway.Configuration;

/// <summary>What the outer edge accepts. Section <c>Grid:Gateway</c>.</summary>
public sealed class GatewayOptions : IValidatableObject
{
    /// <summary>
    /// Origins of pages that may call this host beside its own, e.g. <c>https://shop.example</c>; <c>*</c> allows all. One text with commas is a list too.
    /// Default: none.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Proxies before this host, e.g. <c>10.0.0.5</c> or <c>10.0.0.0/8</c>, whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed:
    /// limits by address
    /// count people then, and pages that came by TLS are this host's own. Default: none.
    /// </summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>How long the address of an attachment is good at the least; who asks later gets another one. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan AttachmentLinksLast { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Largest hub message and REST body, in bytes. Default: 64 KiB.</summary>
    [Range(16_384, 1_048_576)]
    public int MessageBytesMax { get; set; } = 65_536;

    /// <summary>Hub calls a second that one connection may make for long. Default: 40.</summary>
    [Range(1, 100_000)]
    public int CallsPerSecondPerConnection { get; set; } = 40;

    /// <summary>Hub calls that one connection may make at once after a pause. Default: 160.</summary>
    [Range(1, 1_000_000)]
    public int CallsBurstPerConnection { get; set; } = 160;

    /// <summary>Hub calls a second of one customer or agent over all its connections here. Default: 120.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerSecondPerUser { get; set; } = 120;

    /// <summary>
    /// How long messages may wait for their turn while more come than this process can write; beyond, new ones are refused with
    /// <c>unavailable</c>. A burst that passes within a second is queued. Default: 200 milliseconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan CallsWaitMax { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Messages that may be under way at once, however slowly they are written. Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int CallsUnderWayMin { get; set; } = 100;

    /// <summary>Hub connections that one customer or agent may have open here. Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerUserMax { get; set; } = 100;

    /// <summary>Hub connections that one address may have open here: an IPv4 address, an IPv6 network of 64 bits, or a proxy before this host.
    /// Default: 20,000.</summary>
    [Range(1, 10_000_000)]
    public int ConnectionsPerAddressMax { get; set; } = 20_000;

    /// <summary>Hub connections a second that one address may begin for long; twenty times as many at once after a pause. Default: 1,000.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerSecondPerAddress { get; set; } = 1_000;

    /// <summary>Sign-ins with a password a second that one address may try for long; each costs a tenth of a second of processor. Default: 20.</summary>
    [Range(1, 100_000)]
    public int SignInsPerSecondPerAddress { get; set; } = 20;

    /// <summary>Sign-ins with a password that one address may try at once after a pause. Default: 500.</summary>
    [Range(1, 1_000_000)]
    public int SignInsBurstPerAddress { get; set; } = 500;

    /// <summary>Sessions a second that one address may open for long. Default: 50.</summary>
    [Range(1, 100_000)]
    public int SessionsPerSecondPerAddress { get; set; } = 50;

    /// <summary>Sessions that one address may open at once after a pause. Default: 5,000.</summary>
    [Range(1, 1_000_000)]
    public int SessionsBurstPerAddress { get; set; } = 5_000;

    /// <summary>REST calls a second that one address may make for long. Default: 200.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecondPerAddress { get; set; } = 200;

    /// <summary>Pushes that wait for one connection; one more and it is dropped, to come back and resume. Default: 1,000.</summary>
    [Range(16, 1_000_000)]
    public int SendBufferMax { get; set; } = 1_000;

    /// <summary>Bytes of pushes that wait for one connection; more and it is dropped, to come back and resume. Default: 2 MiB.</summary>
    [Range(65_536, 256 * 1_048_576)]
    public int SendBufferBytesMax { get; set; } = 2 * 1_048_576;

    /// <summary>Bytes of events in one page of a conversation; the next page has the rest. One event that is larger is a page by itself. Default:
    /// 256 KiB.</summary>
    [Range(16_384, 16 * 1_048_576)]
    public int PageBytesMax { get; set; } = 256 * 1_024;

    /// <summary>Bytes of pages that may be under way in this process at once, all connections together. Default: 64 MiB.</summary>
    [Range(1_048_576, int.MaxValue)]
    public int PagesBytesMax { get; set; } = 64 * 1_048_576;

    /// <summary>Pages of conversations that one customer or agent may have under way here at once, over all connections and requests. Default: 4.</summary>
    [Range(1, 1_000_000)]
    public int PagesPerUserMax { get; set; } = 4;

    /// <summary>
    /// Share of the memory that this process may use from which on new conversations and pages are refused with <c>unavailable</c>. The limit is the
    /// container's, or that of <c>DOTNET_GCHeapHardLimit</c>, else the machine's memory. Default: 0.85.
    /// </summary>
    [Range(0.0001, 1)]
    public double MemoryShedAt { get; set; } = 0.85;

    /// <summary>Pages of conversations that the anonymous customers of one address may have under way here at once. Default: 16.</summary>
    [Range(1, 1_000_000)]
    public int PagesPerAddressMax { get; set; } = 16;

    /// <summary>How long a call waits for its turn to read a page; then it is refused with <c>rate_limited</c>. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan PageWaitMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a page may wait for its client to take it; then the connection is dropped. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PageTakenWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often watches are renewed. Must be shorter than half of <c>Grid:Engine:WatchLease</c>. Default: 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RenewWatchesEvery { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an agent without any connection keeps its work. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AgentGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a customer's token lasts. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "365.00:00:00")]
    public TimeSpan CustomerTokenLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a mandate for a customer's own assistant may last at the most. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "31.00:00:00")]
    public TimeSpan MandateLifetimeMax { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long after its end an anonymous customer's token still renews itself, so that who comes back is the same person. Never a signed-in customer's.
    /// Default: 90 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan AnonymousRenewalWindow { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long an agent's token lasts. Default: 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "30.00:00:00")]
    public TimeSpan AgentTokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Wrong passwords for one account from one address after which it is locked there for <see cref="LockFor"/>. Default: 10.</summary>
    [Range(1, 1_000)]
    public int WrongPasswordsMax { get; set; } = 10;

    /// <summary>
    /// Wrong passwords for one account from all addresses together after which it is locked for <see cref="LockFor"/> wherever it has not signed in
    /// from before.
    /// Default: 50.
    /// </summary>
    [Range(1, 100_000)]
    public int WrongPasswordsOfAllSourcesMax { get; set; } = 50;

    /// <summary>How long an account stays locked. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LockFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a refused sign-in takes, whatever the reason. Default: 400 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan RefusedSignInTakes { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How often the supervisors' board is computed and pushed while somebody looks. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan BoardEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often changes of the lists are pushed to the desks. Default: 250 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan InboxEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often customers who wait are told their place in the line. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan PlacesEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Conversations that one desk is told of each time; the oldest changes beyond are left out. Default: 150.</summary>
    [Range(1, 10_000)]
    public int InboxChangesMax { get; set; } = 150;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PagesBytesMax < PageBytesMax)
            yield return new($"PagesBytesMax ({PagesBytesMax}) must hold at least one page of PageBytesMax ({PageBytesMax}).", [nameof(PagesBytesMax)]);
        foreach (var proxy in TrustedProxies.Where(p => NetworkOf(p) is null))
            yield return new($"'{proxy}' is no address and no network.", [nameof(TrustedProxies)]);
        foreach (var problem in AllowedOrigins.Select(ProblemOf).OfType<string>())
            yield return new(problem, [nameof(AllowedOrigins)]);
    }

    /// <summary>A list that is given as one text, as an environment variable often is, would be bound to nothing: its parts are the entries.</summary>
    public void ReadLists(IConfiguration gateway)
    {
        if (ListOf(gateway[nameof(AllowedOrigins)]) is { } origins) AllowedOrigins = origins;
        if (ListOf(gateway[nameof(TrustedProxies)]) is { } proxies) TrustedProxies = proxies;
    }

    internal static string[]? ListOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? ProblemOf(string origin)
    {
        AllowedOrigin.Read(origin, out var problem);
        return problem;
    }

    /// <summary>The network that a trusted proxy stands in; null if it is none.</summary>
    internal static IPNetwork? NetworkOf(string proxy) =>
        IPNetwork.TryParse(proxy, out var network) ? network
        : IPAddress.TryParse(proxy, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : null;
}
