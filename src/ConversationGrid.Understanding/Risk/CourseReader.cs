using ConversationGrid.Contracts;
using ConversationGrid.Understanding.Priority;

namespace ConversationGrid.Understanding.Risk;

/// <summary>
/// The risk model's state as the conversation's events carry it. The numbers are rounded before they are written, so that what goes on from an
/// event is the same whether it was read back or is still in memory.
/// </summary>
public static class CourseReader
{
    private const int Decimals = 4;
    private const int SumsCount = 19;
    private const int TextsCount = 8;

    /// <summary>How the conversation stands after one more message. What another version wrote in a form that is not known here starts again.</summary>
    public static ConversationCourse Follow(this RiskModel model, ConversationCourse? before, bool fromCustomer, string text, double sentiment,
        TimeSpan sinceLast)
    {
        ArgumentNullException.ThrowIfNull(model);
        var signals = fromCustomer ? UrgencyWords.Read(text) : UrgencySignals.None;
        var state = model.Fold(StateOf(before), new(fromCustomer, text, sentiment, signals, sinceLast.TotalSeconds));
        var sums = SumsOf(state);
        // Read from what is written, not from the finer numbers in hand.
        var (customer, agent) = (state.CustomerRecent, state.AgentRecent);
        var course = new ConversationCourse(
            model.Version, 0, null, sums, [customer.A, customer.B, customer.C, customer.D, agent.A, agent.B, agent.C, agent.D]);
        var reading = model.Read(StateOf(course));
        return course with { Risk = Math.Round(reading.Risk, 3), Reasons = reading.Reasons.Count > 0 ? reading.Reasons : null };
    }

    private static double[] SumsOf(RiskState s) =>
    [
        s.CustomerTurns, s.AgentTurns, Math.Round(s.WordSum, Decimals), s.Words,
        Math.Round(s.SentimentSum, Decimals), Math.Round(s.SentimentLowest, Decimals), Math.Round(s.SentimentQuick, Decimals),
        Math.Round(s.SentimentSlow, Decimals),
        s.CapitalWords, s.Exclamations, s.Questions, s.Characters, s.CustomerRepeats, s.AgentRepeats, s.Angry, s.Threats, s.Impatient,
        Math.Round(s.WaitSum, Decimals), Math.Round(s.WaitLongest, Decimals),
    ];

    private static RiskState StateOf(ConversationCourse? course)
    {
        if (course is not { Sums: { Count: SumsCount } n, Texts: { Count: TextsCount } t }) return RiskState.Empty;
        return new()
        {
            Model = course.Model,
            CustomerTurns = (int)n[0],
            AgentTurns = (int)n[1],
            WordSum = n[2],
            Words = (int)n[3],
            SentimentSum = n[4],
            SentimentLowest = n[5],
            SentimentQuick = n[6],
            SentimentSlow = n[7],
            CapitalWords = (int)n[8],
            Exclamations = (int)n[9],
            Questions = (int)n[10],
            Characters = (int)n[11],
            CustomerRepeats = (int)n[12],
            AgentRepeats = (int)n[13],
            Angry = (int)n[14],
            Threats = (int)n[15],
            Impatient = (int)n[16],
            WaitSum = n[17],
            WaitLongest = n[18],
            CustomerRecent = new(t[0], t[1], t[2], t[3]),
            AgentRecent = new(t[4], t[5], t[6], t[7]),
        };
    }
}
