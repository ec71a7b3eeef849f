namespace ConversationGrid.Contracts;

/// <summary>An entity's id inside its workspace. The workspace comes from the caller's token, never from the call.</summary>
/// <param name="Workspace">Tenant; lower-case letters, digits and dashes, at most <see cref="LengthMax"/> characters.</param>
/// <param name="Id">Opaque id, at most <see cref="LengthMax"/> characters of letters, digits, dash and underscore.</param>
public readonly record struct EntityId(string Workspace, string Id)
{
    /// <summary>Longest workspace or id accepted, in characters.</summary>
    public const int LengthMax = 64;

    /// <summary>Whether both parts are well formed. What is not can name nothing, so it answers <c>not_found</c>.</summary>
    public bool IsWellFormed => IsWellFormedPart(Workspace) && IsWellFormedPart(Id);

    /// <summary>Reads <c>workspace/id</c>.</summary>
    /// <exception cref="FormatException">The text has another shape.</exception>
    public static EntityId Parse(string text)
    {
        var slash = text.IndexOf('/');
        return slash > 0 ? new(text[..slash], text[(slash + 1)..]) : throw new FormatException($"'{text}' is not workspace/id.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Workspace}/{Id}";

    private static bool IsWellFormedPart(string? part)
    {
        if (part is not { Length: > 0 and <= LengthMax }) return false;
        foreach (var c in part)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        return true;
    }
}

/// <summary>The kinds of entity, each with its own streams in the journal.</summary>
public enum EntityKind
{
    None = 0,
    Conversation,
    Customer,
    Agent,
    Queue,
    /// <summary>What administrators set for a workspace.</summary>
    Workspace,
    /// <summary>What a workspace knows: its articles. Not hosted, only written and read.</summary>
    Knowledge,
}

/// <summary>Names one entity's stream of events.</summary>
public readonly record struct StreamId(EntityKind Kind, EntityId Id)
{
    /// <summary>The one stream of a workspace's administration.</summary>
    public static StreamId OfWorkspace(string workspace) => new(EntityKind.Workspace, new(workspace, "settings"));

    /// <summary>The journal's key, e.g. <c>c/demo/7f3a</c>. Never changes: it is stored.</summary>
    public override string ToString() => $"{Prefix(Kind)}/{Id.Workspace}/{Id.Id}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no stream's key.</exception>
    public static StreamId Parse(string text)
    {
        if (text.Length < 5 || text[1] != '/') throw new FormatException($"'{text}' is no stream.");
        return new(KindOf(text[0]), EntityId.Parse(text[2..]));
    }

    private static char Prefix(EntityKind kind) => kind switch
    {
        EntityKind.Conversation => 'c',
        EntityKind.Customer => 'u',
        EntityKind.Agent => 'a',
        EntityKind.Queue => 'q',
        EntityKind.Workspace => 'w',
        EntityKind.Knowledge => 'k',
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such entity kind."),
    };

    private static EntityKind KindOf(char prefix) => prefix switch
    {
        'c' => EntityKind.Conversation,
        'u' => EntityKind.Customer,
        'a' => EntityKind.Agent,
        'q' => EntityKind.Queue,
        'w' => EntityKind.Workspace,
        'k' => EntityKind.Knowledge,
        _ => throw new FormatException($"'{prefix}' names no entity kind."),
    };
}
