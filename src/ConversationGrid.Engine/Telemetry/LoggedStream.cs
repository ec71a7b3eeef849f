using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Telemetry;

/// <summary>A stream as logs name it: by its key, but a customer's or agent's with the start of a hash in place of the person's id. Equal persons
/// read equal.</summary>
public readonly record struct LoggedStream(StreamId Stream)
{
    public static implicit operator LoggedStream(StreamId stream) => new(stream);

    /// <inheritdoc/>
    public override string ToString() => Stream.Kind is EntityKind.Customer or EntityKind.Agent
        ? new StreamId(Stream.Kind, new(Stream.Id.Workspace, "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Stream.ToString())))[..8]))
        .ToString()
        : Stream.ToString();
}
