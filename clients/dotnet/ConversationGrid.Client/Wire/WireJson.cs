using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConversationGrid.Client.Wire;

/// <summary>JSON of everything on the wire, source-generated. Unknown fields are ignored: the protocol may grow.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(IReadOnlyList<Envelope>))]
[JsonSerializable(typeof(Slice))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(PostRequest))]
[JsonSerializable(typeof(TypingRequest))]
[JsonSerializable(typeof(ReadRequest))]
[JsonSerializable(typeof(ResumeRequest))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(RateRequest))]
[JsonSerializable(typeof(ConversationRequest))]
[JsonSerializable(typeof(PresenceRequest))]
[JsonSerializable(typeof(OfferRequest))]
[JsonSerializable(typeof(TransferRequest))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(PresenceAnswer))]
[JsonSerializable(typeof(Offer))]
[JsonSerializable(typeof(OfferGone))]
[JsonSerializable(typeof(Inbox))]
[JsonSerializable(typeof(Suggestions))]
[JsonSerializable(typeof(TypingPush))]
[JsonSerializable(typeof(AlertPush))]
[JsonSerializable(typeof(CustomerSessionRequest))]
[JsonSerializable(typeof(CustomerSession))]
[JsonSerializable(typeof(AgentSessionRequest))]
[JsonSerializable(typeof(AgentSession))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class WireJson : JsonSerializerContext;
