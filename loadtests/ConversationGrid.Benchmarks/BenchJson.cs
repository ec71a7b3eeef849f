using System.Text.Json.Serialization;

namespace ConversationGrid.Benchmarks;

internal sealed record JoinRequest(string ConversationId, string Kind);

/// <summary>JSON of what only the benchmarks send.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JoinRequest))]
internal sealed partial class BenchJson : JsonSerializerContext;
