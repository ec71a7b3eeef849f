using System.Text.Json.Serialization;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Projections.Episodes;
using ConversationGrid.Projections.Lessons;
using ConversationGrid.Projections.Search;

namespace ConversationGrid.Projections.Conversations;

/// <summary>
/// All that the read models know of one conversation, folded from its events: the same events give the same rows, whether they are taken in one by
/// one as they happen or all together from the beginning. What it holds is stored in the conversation's row.
/// </summary>
internal sealed class ConversationFold
{
    private const int TextMax = 200;

    /// <summary>Words that wait for the search until the conversation is quiet, at the least and at the most: a row is written anew with all its words, so a
    /// long conversation waits for more of them.</summary>
    private const int WaitingWordsMin = 60;
    private const int WaitingWordsMax = 240;

    /// <summary>Words of a conversation that are searched; those behind are left out. A row of the search holds about so many.</summary>
    private const int SearchedWordsMax = 15_000;

    public long Seq { get; set; }
    public ConversationStatus State { get; set; }

    /// <summary>Whose it is and was: what decides who may see it.</summary>
    public ConversationParties Parties { get; set; } = ConversationParties.None;
    public string? CustomerName { get; set; }

    /// <summary>Anonymous customers whose it was before its customer proved who it is.</summary>
    public List<string> FormerCustomers { get; set; } = [];
    public string Channel { get; set; } = "";
    public string Locale { get; set; } = "";
    public string? Queue { get; set; }
    public AgentName? Agent { get; set; }
    public int Number { get; set; } = 1;
    public long SeqEveryone { get; set; }
    public string? LastText { get; set; }

    /// <summary>
    /// What the customer asked last in this episode. Whether a text asks anything is costly to tell, so it is looked for when the row is written or shown,
    /// from the last text backwards.
    /// </summary>
    public string? Question
    {
        get
        {
            if (_said.Count > 0) (_question, _said) = (_said.FindLast(text => !IsAside(text)) is { } asked ? Cut(asked) : _question, []);
            return _question;
        }
        set => (_question, _said) = (value, []);
    }
    public double Mood { get; set; }
    public int Priority { get; set; }
    public int Value { get; set; }
    public double? Risk { get; set; }
    public string? Intent { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? HandedOffAt { get; set; }
    public IReadOnlyList<string> Labels { get; set; } = [];
    public DateTimeOffset? SnoozedUntil { get; set; }
    public int? Rating { get; set; }

    /// <summary>Whether what was said was removed.</summary>
    public bool IsErased { get; set; }

    /// <summary>The service level's clocks, and which of their targets is in danger or missed.</summary>
    public IReadOnlyList<SlaClock> Clocks { get; set; } = [];

    /// <summary>The last episode.</summary>
    public EpisodeFold Episode { get; set; } = new();
    public LessonFold Lessons { get; set; } = new();

    /// <summary>Words that are not in the search yet, and when the first of them came.</summary>
    public List<string> Unsearched { get; set; } = [];
    public DateTimeOffset? UnsearchedSince { get; set; }
    public int SearchedWords { get; set; }

    private string? _question;
    private List<string> _said = [];
    private Func<string, bool>? _isAside;

    [JsonIgnore] public string Id { get; set; } = "";
    [JsonIgnore] public string Workspace { get; set; } = "";

    private int WaitingWords => Math.Clamp(SearchedWords / 4, WaitingWordsMin, WaitingWordsMax);

    /// <summary>What is to be written besides the row itself.</summary>
    [JsonIgnore] public FoldChanges Changes { get; private set; } = new();

    /// <summary>The words by which its customer finds it, whatever it was known as.</summary>
    [JsonIgnore] public IEnumerable<string> CustomerWords => FormerCustomers.Prepend(Parties.CustomerId).Select(SearchTables.OfCustomer);

    [JsonIgnore] public bool IsBreached => Clocks.Any(c => c is { Breached: true, Done: false });
    [JsonIgnore] public bool IsWarned => !IsBreached && Clocks.Any(c => c is { Warned: true, Done: false });
    [JsonIgnore] public bool IsOpen => State is not (ConversationStatus.None or ConversationStatus.Resolved or ConversationStatus.Closed);
    [JsonIgnore] public bool IsWaiting => State is ConversationStatus.Waiting or ConversationStatus.Offered;
    [JsonIgnore] public DateTimeOffset? DueAt => Clocks.Where(c => !c.Done).Min(c => c.DueAt);

    /// <summary>Takes an event in. One that this version cannot read changes nothing but the number.</summary>
    /// <param name="isAside">Whether a text asks nothing: a greeting, thanks, a wish for a person.</param>
    public void Apply(long seq, DomainEvent e, Func<string, bool>? isAside)
    {
        (Seq, _isAside) = (seq, isAside);
        if (e is not ConversationEvent fact) return;
        var before = Parties;
        Parties = ConversationAccess.After(before, seq, fact);
        Changes.Note(before, Parties);
        if (Audience.Everyone.Sees(Audiences.Of(fact))) SeqEveryone = seq;
        UpdatedAt = fact.At;
        if (fact is Reopened reopened) Reopen(reopened);
        else Summarise(fact);
        Changes.Episode |= Episode.Apply(fact, Mood);
        if (Changes.Labels) Episode.Labels = Labels;
        if (Lessons.Apply(seq, fact, Changes.Learnt)) Changes.ForgetSolved();
        Note(fact);
    }

    /// <summary>What was to be written is written, or will be by another.</summary>
    public void Written() => Changes = new();

    /// <summary>The words that are to go into the search now: all that wait, where enough do, or they waited for long, or the episode is over.</summary>
    /// <param name="waitedSince">Those that wait since then or longer.</param>
    public IReadOnlyList<string> TakeWords(DateTimeOffset waitedSince)
    {
        if (Unsearched.Count == 0 || (IsOpen && Unsearched.Count < WaitingWords && UnsearchedSince > waitedSince)) return [];
        var taken = Unsearched;
        (Unsearched, UnsearchedSince, SearchedWords) = ([], null, SearchedWords + taken.Count);
        return taken;
    }

    /// <summary>As a caller may see it; null sees all. Who had it once sees whose it is now, and no word of what came later.</summary>
    public ListedConversation ToListed(Caller? viewer)
    {
        var readableTo = viewer is null ? null : ConversationAccess.Of(Parties, viewer).ReadableTo;
        var isStaff = viewer?.Role != CallerRole.Customer;
        var staff = isStaff && readableTo is null;
        // What staff do with a conversation is not its customer's business.
        return new(
            Id, !isStaff && State == ConversationStatus.Snoozed ? ConversationStatus.Waiting : State, Parties.CustomerId, CustomerName, Channel, Locale, Queue,
            Agent, Number,
            readableTo ?? (isStaff ? Seq : SeqEveryone), readableTo is null ? LastText : null, staff ? Math.Round(Mood, 3) : null, staff ? Priority : null,
            staff ? Intent : null, StartedAt, UpdatedAt,
            IsWaiting ? HandedOffAt : null, staff && Labels.Count > 0 ? Labels : null, staff ? SnoozedUntil : null, staff ? DueAt : null,
            !staff || Clocks.Count == 0 ? null : IsBreached ? "breached" : IsWarned ? "warned" : "running",
            staff ? Risk : null, staff ? Value : null, readableTo, staff ? Question : null, Rating);
    }

    private void Summarise(ConversationEvent e)
    {
        switch (e)
        {
            case ConversationStarted x:
                (State, CustomerName, Channel, Locale, StartedAt) = (ConversationStatus.Bot, x.ByName, x.Channel, x.Locale, x.At);
                Episode = new() { StartedAt = x.At, Channel = x.Channel, Language = x.Locale };
                Changes.Episode = true;
                break;
            case MessagePosted x:
                Say(x);
                break;
            case HandoffRequested x:
                (State, Queue, SnoozedUntil, HandedOffAt) = (ConversationStatus.Waiting, x.Queue, null, HandedOffAt ?? x.At);
                break;
            case Offered:
                State = ConversationStatus.Offered;
                break;
            case OfferWithdrawn:
                State = State == ConversationStatus.Offered ? ConversationStatus.Waiting : State;
                break;
            case Assigned x:
                (State, Agent, HandedOffAt, SnoozedUntil) = (ConversationStatus.Assigned, new(x.AgentId, x.Name), null, null);
                break;
            case Unassigned:
                Agent = null;
                break;
            case ReturnedToAssistant:
                (State, Agent, HandedOffAt) = (ConversationStatus.Bot, null, null);
                break;
            case Resolved or Closed:
                (State, Agent, HandedOffAt, SnoozedUntil) = (e is Resolved ? ConversationStatus.Resolved : ConversationStatus.Closed, null, null, null);
                break;
            case Snoozed x:
                (State, Agent, HandedOffAt, SnoozedUntil) = (ConversationStatus.Snoozed, null, null, x.Until);
                break;
            case Rated x:
                Rating = x.Score;
                break;
            case SurveyOffered:
                Rating = null;
                break;
            default:
                Work(e);
                break;
        }
    }

    private void Work(ConversationEvent e)
    {
        switch (e)
        {
            case Labelled x:
                (Labels, Changes.Labels) = ([.. Labels.Except(x.Removed ?? []).Union(x.Added ?? [])], true);
                break;
            case Absorbed x:
                (Labels, Changes.Labels) = ([.. Labels.Union(x.Labels ?? [])], true);
                break;
            case PriorityChanged x:
                Priority = x.Priority;
                break;
            case ValueChanged x:
                Value = x.Value;
                break;
            case CustomerIdentified x:
                CustomerName = x.ByName ?? CustomerName;
                if (!FormerCustomers.Contains(x.FormerCustomerId)) FormerCustomers.Add(x.FormerCustomerId);
                break;
            case SlaClocksSet x:
                Clocks = x.Clocks;
                break;
            case Erased x:
                Erase(x);
                break;
            case SlaWarned x:
                Clocks = [.. Clocks.Select(c => c.Metric == x.Metric && !c.Done ? c with { Warned = true } : c)];
                break;
            case SlaBreached x:
                Clocks = [.. Clocks.Select(c => c.Metric == x.Metric && !c.Done ? c with { Breached = true } : c)];
                break;
        }
    }

    /// <summary>Only when its events are read without what was erased do all its rows go: see the projector.</summary>
    private void Erase(Erased e)
    {
        (IsErased, CustomerName, LastText, Question, Risk, Labels, Changes.Labels) = (true, null, null, null, null, e.Labels, true);
        (Unsearched, UnsearchedSince, Lessons, Episode.Disposition) = ([], null, new(), null);
        Changes.Episode = true;
    }

    private void Reopen(Reopened e)
    {
        if (Episode.Return(e.At)) Changes.Earlier.Add(Episode);
        else if (Changes.Episode) Changes.Earlier.Add(Episode);
        Episode = new() { Number = e.Episode, StartedAt = e.At, ChangedAt = e.At, Channel = Channel, Language = Episode.Language, Value = Value,
            Labels = Labels };
        (State, Number, Priority, Risk, Intent, Clocks, Mood, Question, Rating) = (ConversationStatus.Bot, e.Episode, 0, null, null, [], 0, null, null);
        Changes.Episode = true;
    }

    private void Say(MessagePosted e)
    {
        if (e.Text is { } text) LastText = Cut(text.Length > 0 ? text : e.Attachments?[0].Name ?? "");
        if (e is { ByKind: ActorKind.Customer, Text: { Length: > 0 } said }) _said.Add(said);
        if (e.Course is { } course) Risk = course.Risk;
        if (e is not { ByKind: ActorKind.Customer, Analysis: { } read }) return;
        Mood = MessagesState.MoodAfter(Mood, read.Sentiment);
        Priority = Math.Max(Priority, read.Priority);
        if (read.Intent.Name != "none") Intent = read.Intent.Name;
    }

    private static string Cut(string text) => text.Length <= TextMax ? text : text[..TextMax];

    /// <summary>What cannot be judged counts as a question: no text of a customer may stop the writing.</summary>
    private bool IsAside(string text)
    {
        try
        {
            return _isAside?.Invoke(text) == true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Notes the words by which a search finds it.</summary>
    private void Note(ConversationEvent e)
    {
        var words = e switch
        {
            ConversationStarted x => Words.Of($"{Id} {x.CustomerId} {x.ByName} {x.Topic}"),
            MessagePosted { Attachments: { } files } x => Words.Of($"{x.Text} {string.Join(' ', files.Select(file => file.Name))}"),
            MessagePosted x => Words.Of(x.Text),
            CustomerIdentified x => Words.Of($"{x.CustomerId} {x.ByName}"),
            NotePosted x => Words.Of(x.Text).Select(SearchTables.OfNote),
            _ => [],
        };
        foreach (var word in words)
            if (SearchedWords + Unsearched.Count < SearchedWordsMax && !Unsearched.Contains(word)) Unsearched.Add(word);
        if (Unsearched.Count > 0) UnsearchedSince ??= e.At;
    }
}
