using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Silo.Settings;

/// <summary>What the assistant may name. Section <c>Grid:Assistant</c>.</summary>
public sealed class AssistantSettings
{
    /// <summary>Hosts to which the assistant's texts may link. Default: none.</summary>
    public string[] LinkHosts { get; set; } = [];
}

/// <summary>The key that signs tokens. Section <c>Grid:Auth</c>.</summary>
public sealed class AuthSettings
{
    /// <summary>The key itself, at least 32 bytes; the same for all silos of a cluster. Default: none, it is in <see cref="KeyFile"/>.</summary>
    [MinLength(Gateway.Sessions.SigningKey.BytesMin)]
    public string? SigningKey { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>The file that holds it. Default: <c>signing.key</c> beside the data, made at the first start.</summary>
    public string? KeyFile { get; set; }
}

/// <summary>The built clients. Section <c>Grid:Clients</c>.</summary>
public sealed class ClientsSettings
{
    /// <summary>Folder that holds them. Default: found beside the sources.</summary>
    public string? Path { get; set; }
}
