using System.Text.Json.Serialization;

namespace ConversationGrid.Baseline;

/// <summary>JSON of the hub's arguments and pushes, source-generated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JoinCall))]
[JsonSerializable(typeof(PostCall))]
[JsonSerializable(typeof(Joined))]
[JsonSerializable(typeof(Posted))]
[JsonSerializable(typeof(PlainEvent))]
internal sealed partial class BaselineJson : JsonSerializerContext;
