using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace ConversationGrid.Gateway.Configuration;

/// <summary>
/// What customers who proved nothing may create: by customer, by network address and by workspace, counted over all processes in portions. Section
/// <c>Grid:Quotas</c>.
/// </summary>
public sealed class QuotaOptions : IValidatableObject
{
    /// <summary>The time in which conversations and hand-overs are counted. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Conversations that one customer may begin. Default: 30.</summary>
    [Range(1, 1_000_000)]
    public int ConversationsPerCustomer { get; set; } = 30;

    /// <summary>Conversations that the customers of one address may begin. Default: 300.</summary>
    [Range(1, 10_000_000)]
    public int ConversationsPerAddress { get; set; } = 300;

    /// <summary>Conversations that the customers of a workspace may begin. Default: 200,000.</summary>
    [Range(1, int.MaxValue)]
    public int ConversationsPerWorkspace { get; set; } = 200_000;

    /// <summary>Hand-overs and call-backs that one customer may ask for. Default: 20.</summary>
    [Range(1, 1_000_000)]
    public int HandoversPerCustomer { get; set; } = 20;

    /// <summary>Hand-overs and call-backs that the customers of one address may ask for. Default: 100.</summary>
    [Range(1, 10_000_000)]
    public int HandoversPerAddress { get; set; } = 100;

    /// <summary>Hand-overs and call-backs that the customers of a workspace may ask for. Default: 50,000.</summary>
    [Range(1, int.MaxValue)]
    public int HandoversPerWorkspace { get; set; } = 50_000;

    /// <summary>Bytes of text that one customer may write in 24 hours. Default: 2 MiB.</summary>
    [Range(65_536, int.MaxValue)]
    public int BytesPerDayPerCustomer { get; set; } = 2 * 1_048_576;

    /// <summary>Bytes of text that the customers of one address may write in 24 hours. Default: 32 MiB.</summary>
    [Range(65_536, int.MaxValue)]
    public int BytesPerDayPerAddress { get; set; } = 32 * 1_048_576;

    /// <summary>Bytes of files that one customer may send in 24 hours. Default: 100 MiB.</summary>
    [Range(65_536, int.MaxValue)]
    public int FileBytesPerDayPerCustomer { get; set; } = 100 * 1_048_576;

    /// <summary>Bytes of files that the customers of one address may send in 24 hours. Default: 1 GiB.</summary>
    [Range(65_536, int.MaxValue)]
    public int FileBytesPerDayPerAddress { get; set; } = 1_024 * 1_048_576;

    /// <summary>Messages a second that the customers of one address may write for long at one process; ten times as many at once after a pause.
    /// Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int MessagesPerSecondPerAddress { get; set; } = 100;

    /// <summary>Networks that many customers share, e.g. an office or a shop, as <c>203.0.113.7</c> or <c>203.0.113.0/24</c>: nothing is counted by their
    /// addresses. One text with commas is a list too. Default: none.</summary>
    public string[] KnownNetworks { get; set; } = [];

    /// <summary>Whether this machine itself is such a network. Default: yes.</summary>
    public bool LoopbackIsKnown { get; set; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var network in KnownNetworks.Where(n => GatewayOptions.NetworkOf(n) is null))
            yield return new($"'{network}' is no address and no network.", [nameof(KnownNetworks)]);
    }

    /// <summary>See <see cref="GatewayOptions.ReadLists"/>.</summary>
    public void ReadLists(IConfiguration quotas)
    {
        if (GatewayOptions.ListOf(quotas[nameof(KnownNetworks)]) is { } networks) KnownNetworks = networks;
    }

    /// <summary>Whether an address is shared by many, so that nothing is counted by it.</summary>
    public bool IsKnown(string address)
    {
        if (!IPAddress.TryParse(address, out var ip)) return false;
        if (LoopbackIsKnown && (IPAddress.IsLoopback(ip) || ip.Equals(LoopbackNetwork))) return true;
        foreach (var text in KnownNetworks)
            if (GatewayOptions.NetworkOf(text) is { } network && network.Contains(ip)) return true;
        return false;
    }

    /// <summary>What of ::1 stands for a network of 64 bits.</summary>
    private static readonly IPAddress LoopbackNetwork = IPAddress.IPv6Any;
}
