using System.Globalization;
using ConversationGrid.Contracts;

namespace ConversationGrid.JournalBench;

/// <summary>The work, the same for all: a message of about 120 bytes in one of 2,000 conversations.</summary>
internal static class Payload
{
    public const int StreamsMax = 2_000;

    private const string Text = "Good morning, my parcel should have been here on Tuesday and the tracking page has not moved since. Can you look at it?";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static string IdOf(int stream) => (0x9E3779B97F4A7C15UL * (ulong)(stream + 1)).ToString("x16", CultureInfo.InvariantCulture);

    public static MessagePosted Message(long seq) =>
        new(Text, "0f8fad5b-d9cb-469f-a165-70867728950e", 0x1234_5678_9abc_def0 + seq) { At = Start.AddSeconds(seq),
            By = new(ActorKind.Customer, "4b2f9c1d", "Nur Aisyah") };
}
