using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Channels.Mail;

/// <summary>One mailbox of a workspace.</summary>
internal sealed record Mailbox(string Workspace, string Name, MailboxOptions Options)
{
    public string Domain => Options.Address[(Options.Address.LastIndexOf('@') + 1)..].ToLowerInvariant();
    public string Local => Options.Address[..Options.Address.LastIndexOf('@')];
}

/// <summary>All mailboxes.</summary>
internal sealed class Mailboxes
{
    public const string Section = "Grid:Channels:Mail";

    private const string FormChannel = "form";
    private readonly ILookup<string, Mailbox> _byWorkspace;

    /// <exception cref="OptionsValidationException">Two mailboxes contradict each other; the message names the keys.</exception>
    public Mailboxes(IConfiguration configuration)
    {
        All = [.. (configuration.GetSection(Section).Get<Dictionary<string, Dictionary<string, MailboxOptions>>>() ?? [])
            .SelectMany(w => w.Value.Select(m => new Mailbox(w.Key, m.Key, m.Value))).OrderBy(m => m.Name, StringComparer.Ordinal)];
        _byWorkspace = All.ToLookup(m => m.Workspace);
        var twice = All.GroupBy(m => m.Options.Address, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => $"{Section}:{g.Last().Workspace}:{g.Last().Name}:Address: another mailbox has it.");
        var unlike = All.GroupBy(m => (m.Workspace, m.Options.Channel)).Where(g => g.Select(m => m.Options.Assistant).Distinct().Count() > 1)
            .Select(g => $"{Section}:{g.Key.Workspace}:{g.Last().Name}:Assistant: mailboxes of one channel have the same.");
        if (twice.Concat(unlike).ToList() is { Count: > 0 } problems) throw new OptionsValidationException(Section, typeof(MailboxOptions), problems);
    }

    public IReadOnlyList<Mailbox> All { get; }

    /// <summary>The mailboxes that send in a channel. What came by a form is answered by mail too, from the first one.</summary>
    public IEnumerable<Mailbox> Sending(string workspace, string channel) =>
        _byWorkspace[workspace].Where(m => m.Options.Smtp.Host is not null && (m.Options.Channel == channel || channel == FormChannel));

    public Mailbox? Find(string workspace, string name) => _byWorkspace[workspace].FirstOrDefault(m => m.Name == name);

    /// <summary>Whether an address is one of a workspace's own, with or without what stands behind a plus.</summary>
    public bool IsOwn(string workspace, string address) => _byWorkspace[workspace].Any(m => MailAddresses.IsOf(m.Options.Address, address));
}
