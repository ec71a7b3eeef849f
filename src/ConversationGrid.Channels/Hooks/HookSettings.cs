using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Channels.Hooks;

/// <summary>All hooks, by workspace and channel. Section <c>Grid:Channels:Hooks</c>.</summary>
internal sealed class HookSettings
{
    public const string Section = "Grid:Channels:Hooks";

    /// <summary>Channels that have a meaning of their own.</summary>
    private static readonly string[] Taken = ["web", "email", "form"];

    private readonly Dictionary<string, Dictionary<string, HookOptions>> _hooks;

    /// <exception cref="OptionsValidationException">A channel has a name that cannot be; the message names the key.</exception>
    public HookSettings(IConfiguration configuration)
    {
        _hooks = configuration.GetSection(Section).Get<Dictionary<string, Dictionary<string, HookOptions>>>() ?? [];
        var problems = from workspace in _hooks
                       from channel in workspace.Value.Keys
                       where channel.Length > 32 || !channel.All(char.IsAsciiLetterLower) || Taken.Contains(channel)
                       select $"{Section}:{workspace.Key}:{channel}: a channel is 1 to 32 lower-case letters, and not {string.Join(", ", Taken)}.";
        if (problems.ToList() is { Count: > 0 } all) throw new OptionsValidationException(Section, typeof(HookOptions), all);
    }

    /// <summary>One hook; null where there is none of that name.</summary>
    public HookOptions? Find(string workspace, string channel) => _hooks.GetValueOrDefault(workspace)?.GetValueOrDefault(channel);
}
