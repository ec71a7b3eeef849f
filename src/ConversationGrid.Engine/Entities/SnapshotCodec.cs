using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Conversations.Erasure;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Entities;

/// <summary>Writes state as JSON for snapshots. A snapshot that cannot be read is no error: the journal rebuilds the state.</summary>
internal static class SnapshotCodec
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(new DefaultJsonTypeInfoResolver { Modifiers = { NameEffects } }),
        Converters = { new PostMemoryConverter() },
    };

    public static byte[] Write<TState>(TState state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    public static TState? Read<TState>(Snapshot? snapshot, int version) where TState : class
    {
        if (snapshot is null || snapshot.Version != version) return null;
        try
        {
            return JsonSerializer.Deserialize<TState>(snapshot.State, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void NameEffects(JsonTypeInfo info)
    {
        if (info.Type != typeof(Effect)) return;
        info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "$effect" };
        Type[] all =
        [
            typeof(AskAssistant), typeof(RunTool), typeof(JoinQueue), typeof(LeaveQueue), typeof(RejoinQueue), typeof(ConfirmToAgent), typeof(FreeAgent),
            typeof(LinkToCustomer), typeof(SummariseForHandoff), typeof(OfferConversation), typeof(TellQueues), typeof(GiveBack),
            typeof(ReservePicked), typeof(SendOn), typeof(TellNobodyIsThere), typeof(TellAbsence), typeof(TellStaff), typeof(TellMerged), typeof(SpreadBlock),
            typeof(SpreadValue), typeof(EraseCustomerData), typeof(MoveConversations), typeof(RemoveText),
            typeof(DeliverMessage),
        ];
        foreach (var type in all)
            info.PolymorphismOptions.DerivedTypes.Add(new(type, type.Name));
    }

    private sealed class PostMemoryConverter : JsonConverter<PostMemory>
    {
        public override PostMemory Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var posts = default(PostMemory);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var key = reader.GetInt64();
                reader.Read();
                var seq = reader.GetInt64();
                reader.Read();
                posts = posts.With(key, seq, new(reader.GetInt64(), TimeSpan.Zero));
            }
            return posts;
        }

        public override void Write(Utf8JsonWriter writer, PostMemory value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var (key, seq, ticks) in value.All())
            {
                writer.WriteNumberValue(key);
                writer.WriteNumberValue(seq);
                writer.WriteNumberValue(ticks);
            }
            writer.WriteEndArray();
        }
    }
}
