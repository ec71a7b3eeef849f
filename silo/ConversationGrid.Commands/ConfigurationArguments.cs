namespace ConversationGrid.Commands;

/// <summary>
/// Configuration on a command line, as <c>--Grid:Key:Sub value</c> or <c>--Grid:Key:Sub=value</c>: it is taken out before the rest is read, so that what is
/// left can be checked letter for letter.
/// </summary>
public static class ConfigurationArguments
{
    /// <returns>The configuration, and what is left.</returns>
    public static (IReadOnlyList<string> Configuration, IReadOnlyList<string> Others) Split(IReadOnlyList<string> args)
    {
        var (configuration, rest) = (new List<string>(), new List<string>());
        for (var i = 0; i < args.Count; i++)
        {
            var key = args[i].Split('=')[0];
            if (!key.StartsWith("--", StringComparison.Ordinal) || !key.Contains(':', StringComparison.Ordinal))
            {
                rest.Add(args[i]);
                continue;
            }
            configuration.Add(args[i]);
            if (key.Length == args[i].Length && i + 1 < args.Count) configuration.Add(args[++i]);
        }
        return (configuration, rest);
    }
}
