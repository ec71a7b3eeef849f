using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Settings;

namespace ConversationGrid.Domain.Routing;

/// <summary>What the customer hears when nobody is there.</summary>
public enum AbsenceAnswer
{
    /// <summary>Nothing; it waits.</summary>
    Nothing = 0,
    /// <summary>A message; it keeps its place.</summary>
    Message,
    /// <summary>A message that offers a call-back; it keeps its place.</summary>
    CallBack,
}

/// <summary>
/// How one queue takes, orders and gives away its conversations. Section <c>Grid:Workspaces:{workspace}:Queues:{queue}</c>. All times
/// count from joining the queue. A change is for those who join after it.
/// </summary>
public sealed class QueuePolicy
{
    /// <summary>Asks for nothing: any agent with room may take it.</summary>
    public static readonly QueuePolicy Plain = new();

    private string? _fingerprint;

    /// <summary>
    /// Hand-overs that name no queue come here where one of these rules fits; queues are asked in the order of <see cref="Order"/>,
    /// and what none takes goes to <c>Grid:Conversations:DefaultQueue</c>. Default: none.
    /// </summary>
    public List<EntryRule> Entry { get; set; } = [];

    /// <summary>Place among the queues when entry rules are asked, the lowest first; equal ones by name. Default: 0.</summary>
    public int Order { get; set; }

    /// <summary>The workspace's calendar whose hours the queue keeps, e.g. <c>office</c>. Default: none, it is always open.</summary>
    public string? Calendar { get; set; }

    /// <summary>What is asked of an agent, less and less as the wait goes on. Default: nothing from the start.</summary>
    public List<RingPolicy> Rings { get; set; } = [];

    /// <summary>
    /// How long the last ring may demand the customer's language; then one who writes it is only preferred, so that a language that was
    /// read wrongly keeps nobody waiting for ever. Default: 10 minutes. 0: as long as the wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LanguageDemandedFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long only the customer's last agent is asked, while it is there. Default: 0, it is just asked first.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PreferredFor { get; set; }

    /// <summary>Units of an agent's capacity that a conversation takes, by channel; channels not named take 1.</summary>
    public Dictionary<string, int> Weights { get; set; } = [];

    /// <summary>Head start of each step of priority over those who wait longer. Default: <c>Grid:Queues:PriorityHeadStart</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan? PriorityHeadStart { get; set; }

    /// <summary>Head start of each step of a customer's value, 0 to 3. Default: 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ValueHeadStart { get; set; }

    /// <summary>How long an agent who let an offer go is not asked again. Default: <c>Grid:Queues:ExcludeAfterOffer</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan? ExcludeAfterOffer { get; set; }

    /// <summary>After how long it goes on to <see cref="OverflowTo"/>. Default: never.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan? OverflowAfter { get; set; }

    /// <summary>The queue that takes what waited here too long.</summary>
    public string? OverflowTo { get; set; }

    /// <summary>
    /// What the customer hears who joins while no agent is there or the queue is closed, and who waits when the last agent leaves: once
    /// for each absence. Default: a message.
    /// </summary>
    public AbsenceAnswer WhenNobodyIsThere { get; set; } = AbsenceAnswer.Message;

    /// <summary>How long nobody must be there before those who wait already are told; an agent's reload of a page is no absence. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan AbsentAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>That message by language, e.g. <c>en</c>, <c>ms</c>. Default: a short one in English and Malay.</summary>
    public Dictionary<string, string> AbsenceText { get; set; } = [];

    /// <summary>Whether an offer is the agent's without a click. Default: off.</summary>
    public bool AutoAccept { get; set; }

    /// <summary>How long an agent may think about an offer. Default: <c>Grid:Conversations:OfferTimeout</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan? OfferTimeout { get; set; }

    /// <summary>Time after a conversation in which its agent finishes it and gets no new work. Default: 0, none.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan WrapUp { get; set; }

    /// <summary>Units that a conversation of this channel takes.</summary>
    public int WeightOf(string? channel) => channel is not null && Weights.TryGetValue(channel, out var weight) ? weight : 1;

    /// <summary>Eight hex digits that differ where two policies choose differently.</summary>
    public string Fingerprint => _fingerprint ??= Fingerprints();

    /// <summary>Names what is wrong, each with the key below <paramref name="path"/>.</summary>
    public IEnumerable<string> Problems(string path, Func<string, bool> isQueue)
    {
        foreach (var problem in OptionsCheck.Problems(this, path)) yield return problem;
        for (var i = 0; i < Rings.Count; i++)
        {
            if (i == 0 ? Rings[i].After != TimeSpan.Zero : Rings[i].After <= Rings[i - 1].After)
                yield return $"{path}:Rings:{i}:After: the first ring begins at 0 and each later one after the one before, not at {Rings[i].After}.";
            foreach (var (skill, level) in Rings[i].Skills.Where(x => x.Value is < 1 or > 10))
                yield return $"{path}:Rings:{i}:Skills:{skill}: a level is 1 to 10, not {level}.";
        }
        if (Rings.Count > RingPolicy.Max) yield return $"{path}:Rings: at most {RingPolicy.Max}, not {Rings.Count}.";
        foreach (var (channel, weight) in Weights.Where(w => w.Value is < 1 or > 100))
            yield return $"{path}:Weights:{channel}: a weight is 1 to 100, not {weight}.";
        if (OverflowAfter is null != OverflowTo is null) yield return $"{path}:OverflowTo: OverflowAfter and OverflowTo go together.";
        if (OverflowTo is { } to && !isQueue(to)) yield return $"{path}:OverflowTo: there is no queue '{to}'.";
        foreach (var (language, text) in AbsenceText.Where(t => string.IsNullOrWhiteSpace(t.Value) || t.Value.Length > Limits.MessageTextMax))
            yield return $"{path}:AbsenceText:{language}: a text has 1 to {Limits.MessageTextMax} characters, not {text?.Length ?? 0}.";
        foreach (var (language, _) in AbsenceText.Where(t => t.Value?.Contains("{{", StringComparison.Ordinal) == true))
            yield return $"{path}:AbsenceText:{language}: the text is sent as it stands and takes no placeholders.";
        for (var i = 0; i < Entry.Count; i++)
            if (Entry[i].PriorityMin is < 0 or > 3 || Entry[i].ValueMin is < 0 or > 3) yield return $"{path}:Entry:{i}: PriorityMin and ValueMin are 0 to 3.";
    }

    /// <summary>The terms of one conversation that joins now; null where they ask for nothing.</summary>
    internal QueueTerms? TermsOf(EnqueueConversation c, DateTimeOffset now, bool preferredIsThere)
    {
        var hold = PreferredFor > TimeSpan.Zero && preferredIsThere ? now + PreferredFor : (DateTimeOffset?)null;
        var weight = WeightOf(c.Channel);
        if (Rings.Count == 0 && hold is null && weight == 1 && OverflowAfter is null && ReferenceEquals(this, Plain)) return null;
        var rings = Rings.Count == 0
            ? (List<Ring>)[new(now)]
            : Rings.Select(r => new Ring(now + r.After, r.Needs(), r.NeedsLanguage)).ToList();
        if (DemandsToTheEnd && LanguageDemandedFor > TimeSpan.Zero)
            rings.Add(rings[^1] with { From = rings[^1].From + LanguageDemandedFor, NeedsLanguage = false });
        return new(Fingerprint, c.Channel ?? "", weight, rings, hold, now + OverflowAfter, OverflowAfter is null ? null : OverflowTo);
    }

    private bool DemandsToTheEnd => Rings.Count > 0 && Rings[^1].NeedsLanguage;

    private string Fingerprints()
    {
        var text = new StringBuilder();
        foreach (var ring in Rings)
            text.Append(CultureInfo.InvariantCulture, $"ring {ring.After} {string.Join(',', ring.Needs().Select(n => $"{n.Name}={n.Level}"))} " +
                $"{ring.NeedsLanguage};");
        if (DemandsToTheEnd) text.Append(CultureInfo.InvariantCulture, $"language {LanguageDemandedFor};");
        foreach (var (channel, weight) in Weights.OrderBy(w => w.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"weight {channel} {weight};");
        text.Append(CultureInfo.InvariantCulture, $"{PreferredFor} {PriorityHeadStart} {ValueHeadStart} {ExcludeAfterOffer} {OverflowAfter} {OverflowTo}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
    }
}

/// <summary>What is asked of an agent from one time of the wait on.</summary>
public sealed class RingPolicy
{
    /// <summary>Most rings of a queue.</summary>
    public const int Max = 8;

    /// <summary>How long after joining it begins; the first at 0.</summary>
    public TimeSpan After { get; set; }

    /// <summary>Least levels, 1 to 10, by skill.</summary>
    public Dictionary<string, int> Skills { get; set; } = [];

    /// <summary>Whether the agent must write the customer's language. Default: off, one who does is preferred.</summary>
    public bool NeedsLanguage { get; set; }

    internal IReadOnlyList<SkillNeed> Needs() => [.. Skills.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new SkillNeed(s.Key, s.Value))];
}

/// <summary>When a queue takes a conversation: all that is named must fit, and a list fits where one of it does.</summary>
public sealed class EntryRule
{
    /// <summary>What it is about, as understood from the messages.</summary>
    public List<string> Intents { get; set; } = [];

    /// <summary>Channels that it came by. Default: any.</summary>
    public List<string> Channels { get; set; } = [];

    /// <summary>BCP 47; <c>ms</c> also takes <c>ms-MY</c>.</summary>
    public List<string> Languages { get; set; } = [];

    /// <summary>Least priority, 0 to 3.</summary>
    public int PriorityMin { get; set; }

    /// <summary>Least value of the customer, 0 to 3.</summary>
    public int ValueMin { get; set; }

    /// <summary>Only within the queue's hours. Default: always.</summary>
    public bool WhileOpen { get; set; }

    /// <summary>Whether the rule takes it.</summary>
    public bool Takes(in RoutingFacts facts, bool isOpen) =>
        (Intents.Count == 0 || (facts.Intent is { } intent && Intents.Contains(intent)))
        && (Channels.Count == 0 || Channels.Contains(facts.Channel))
        && (Languages.Count == 0 || IsOneOf(facts.Language))
        && facts.Priority >= PriorityMin && facts.Value >= ValueMin
        && (!WhileOpen || isOpen);

    private bool IsOneOf(string language)
    {
        foreach (var wanted in Languages)
            if (language == wanted
                || (language.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) && language.Length > wanted.Length
                    && language[wanted.Length] == '-')) return true;
        return false;
    }
}

/// <summary>What is known of a conversation when a queue is chosen for it.</summary>
/// <param name="Priority">0 to 3.</param>
/// <param name="Value">What the customer is worth to the company, 0 to 3.</param>
public readonly record struct RoutingFacts(string? Intent, string Channel, string Language, int Priority, int Value);
