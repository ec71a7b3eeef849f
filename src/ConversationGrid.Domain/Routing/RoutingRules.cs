using System.Globalization;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Routing;

/// <summary>
/// All queues' policies, and when they are open. Pure: the same facts at the same time give the same queue.
/// </summary>
/// <param name="of">The policies of a workspace by queue; empty where it has none.</param>
/// <param name="isOpen">Whether a workspace's (first) calendar (second) is within its hours; null means always.</param>
/// <param name="opensAt">When such a calendar is within its hours next, in its own zone; null where that is not known.</param>
public sealed class RoutingRules(
    Func<string, IReadOnlyDictionary<string, QueuePolicy>> of, Func<string, string, DateTimeOffset, bool>? isOpen = null,
    Func<string, string, DateTimeOffset, DateTimeOffset?>? opensAt = null)
{
    /// <summary>No policies: every queue is plain and always open.</summary>
    public static readonly RoutingRules None = new(_ => new Dictionary<string, QueuePolicy>());

    public QueuePolicy PolicyOf(string workspace, string? queue) =>
        queue is not null && of(workspace).TryGetValue(queue, out var policy) ? policy : QueuePolicy.Plain;

    /// <summary>Whether a queue is within its hours; one without a calendar always is.</summary>
    public bool IsOpen(string workspace, string queue, DateTimeOffset now) =>
        PolicyOf(workspace, queue).Calendar is not { } calendar || isOpen is null || isOpen(workspace, calendar, now);

    /// <summary>When a queue is within its hours next, in the zone of its calendar; null where that is not known.</summary>
    public DateTimeOffset? OpensAt(string workspace, string queue, DateTimeOffset now) =>
        PolicyOf(workspace, queue).Calendar is { } calendar ? opensAt?.Invoke(workspace, calendar, now) : null;

    /// <summary>The queue whose entry rules take the conversation; <paramref name="otherwise"/> where none does.</summary>
    public string QueueFor(string workspace, in RoutingFacts facts, string otherwise, DateTimeOffset now)
    {
        string? best = null;
        var order = 0;
        foreach (var (queue, policy) in of(workspace))
        {
            if (best is not null && (policy.Order > order || (policy.Order == order && string.CompareOrdinal(queue, best) > 0))) continue;
            if (!Takes(policy, facts, policy.Entry.Count > 0 && IsOpen(workspace, queue, now))) continue;
            (best, order) = (queue, policy.Order);
        }
        return best ?? otherwise;
    }

    private static bool Takes(QueuePolicy policy, in RoutingFacts facts, bool isOpen)
    {
        foreach (var rule in policy.Entry)
            if (rule.Takes(facts, isOpen)) return true;
        return false;
    }

    /// <summary>What a customer hears who joins while nobody is there, or while the queue is closed.</summary>
    /// <param name="opensAt">When a closed queue opens, in the zone that the customer reads it in; null while it is open or where that is not known.</param>
    public static (string Text, IReadOnlyList<string>? QuickReplies) AbsenceText(
        QueuePolicy policy, string language, bool isOpen = true, DateTimeOffset? opensAt = null)
    {
        var text = policy.AbsenceText.GetValueOrDefault(language)
            ?? policy.AbsenceText.GetValueOrDefault(language.Split('-')[0])
            ?? policy.AbsenceText.Values.FirstOrDefault()
            ?? (isOpen ? PhraseBook.Of(Phrase.Absent, language) : ClosedText(language, opensAt));
        return (text, policy.WhenNobodyIsThere == AbsenceAnswer.CallBack ? [PhraseBook.Of(Phrase.CallBack, language)] : null);
    }

    /// <summary>Months have a name in English alone; elsewhere the day is written in the order of its language.</summary>
    private static string ClosedText(string language, DateTimeOffset? opensAt)
    {
        if (opensAt is not { } at) return PhraseBook.Of(Phrase.Closed, language);
        var day = at.ToString(language.Split('-')[0] switch
        {
            "zh" or "ja" or "ko" or "sv" => "yyyy-MM-dd",
            "de" or "pl" or "ru" or "tr" => "d.M.yyyy",
            var other => other == "en" || !PhraseBook.Has(other) ? "d MMMM yyyy" : "d/M/yyyy",
        }, CultureInfo.InvariantCulture);
        return string.Format(CultureInfo.InvariantCulture, PhraseBook.Of(Phrase.ClosedUntil, language), day,
            at.ToString("HH:mm", CultureInfo.InvariantCulture));
    }
}
