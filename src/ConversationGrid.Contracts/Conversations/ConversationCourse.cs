namespace ConversationGrid.Contracts;

/// <summary>
/// How a conversation has gone so far, as the risk of losing its customer sees it. It stands in the event of each message, so that a replay
/// meets the very numbers that a decision was made with, whatever model reads messages by then.
/// </summary>
/// <param name="Model">Version of the model that wrote it.</param>
/// <param name="Risk">0 (calm) to 1 (the customer is about to lose patience).</param>
/// <param name="Reasons">What carries the risk, strongest first; null when nothing does.</param>
/// <param name="Sums">What the model goes on from with the next message; of the same length however long the conversation.</param>
/// <param name="Texts">Fingerprints of the last texts of both sides, by which repetition is seen.</param>
public sealed record ConversationCourse(string Model, double Risk, IReadOnlyList<string>? Reasons, IReadOnlyList<double> Sums, IReadOnlyList<uint> Texts);
