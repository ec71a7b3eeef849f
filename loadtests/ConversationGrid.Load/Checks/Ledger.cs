using System.Text.RegularExpressions;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Load.Checks;

/// <summary>
/// What one conversation's clients were promised and what they saw. A message is known by its clientId, which tells its text.
/// Called from several threads.
/// </summary>
internal sealed class Ledger(Func<string, string?> textOf)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _acked = new(StringComparer.Ordinal);
    private readonly List<string> _sent = [];
    private readonly List<Witness> _witnesses = [];
    private int _ackedTwice;

    /// <summary>In the order of sending.</summary>
    public void Sent(string clientId)
    {
        lock (_gate) _sent.Add(clientId);
    }

    public void Acked(string clientId, long seq)
    {
        lock (_gate)
        {
            if (!_acked.TryAdd(clientId, seq) && _acked[clientId] != seq) _ackedTwice++;
        }
    }

    /// <summary>A party that follows the conversation from its first event.</summary>
    public Witness AddWitness(string name)
    {
        var witness = new Witness(name);
        lock (_gate) _witnesses.Add(witness);
        return witness;
    }

    public bool EveryoneSawUpTo(long seq)
    {
        lock (_gate) return _witnesses.TrueForAll(w => w.Gone || w.Last >= seq);
    }

    /// <summary>The highest number that a receipt has promised.</summary>
    public long LastAcked
    {
        get { lock (_gate) return _acked.Count == 0 ? 0 : _acked.Values.Max(); }
    }

    /// <summary>Compares promises with what each party saw and with the transcript that the server gives now.</summary>
    /// <param name="transcript">Everything, as the customer may read it; null when it could not be read.</param>
    public Verdict Judge(IReadOnlyList<Envelope>? transcript)
    {
        lock (_gate)
        {
            var verdict = new Verdict { Acked = _acked.Count, Duplicated = _ackedTwice };
            if (transcript is null) verdict.Unread = 1;
            else Compare(verdict, "transcript", transcript.Select(Sight.Of).ToList());
            foreach (var witness in _witnesses)
            {
                var seen = witness.Seen();
                verdict.Delivered += seen.Count(s => s.ClientId is not null && s.IsMessage);
                verdict.Duplicated += witness.PushedTwice;
                verdict.Reordered += witness.PushedLate;
                if (witness.PushedTwice + witness.PushedLate > 0)
                    verdict.Note($"{witness.Name}: {witness.PushedTwice} pushed twice, {witness.PushedLate} pushed late");
                if (!witness.Gone) Compare(verdict, witness.Name, seen);
                if (transcript is not null) CheckForks(verdict, witness.Name, seen, transcript);
            }
            return verdict;
        }
    }

    /// <summary>Whatever message anybody was shown stands in the transcript, acknowledged or not.</summary>
    private static void CheckForks(Verdict verdict, string who, List<Sight> seen, IReadOnlyList<Envelope> transcript)
    {
        var stored = transcript.ToLookup(e => e.Seq, Sight.Of);
        foreach (var s in seen.Where(s => s.IsMessage))
        {
            if (stored[s.Seq].Any(there => there.IsMessage && there.ClientId == s.ClientId && there.Text == s.Text)) continue;
            verdict.Forked++;
            verdict.Note($"{who}: was shown a message as {s.Seq} that the transcript does not hold there");
        }
    }

    private void Compare(Verdict verdict, string who, List<Sight> seen)
    {
        long prev = 0;
        foreach (var s in seen)
        {
            if (s.Prev != prev || s.Seq <= prev)
            {
                verdict.Reordered++;
                verdict.Note($"{who}: event {s.Seq} says prev {s.Prev}, the one before was {prev}");
            }
            prev = s.Seq;
        }
        var messages = seen.Where(s => s.IsMessage && s.ClientId is not null).ToLookup(s => s.ClientId!, StringComparer.Ordinal);
        foreach (var (clientId, seq) in _acked)
        {
            var found = messages[clientId].ToList();
            if (found.Count > 1)
            {
                verdict.Duplicated += found.Count - 1;
                verdict.Note($"{who}: {clientId} is there {found.Count} times");
            }
            if (found.Exists(s => s.Seq == seq && Shows(s.Text, textOf(clientId)))) continue;
            verdict.Lost++;
            verdict.Note(found.Count == 0 ? $"{who}: {clientId}, acknowledged as {seq}, is not there, which ends at {prev}"
                : $"{who}: {clientId}, acknowledged as {seq}, is {found[0].Seq} or has another text");
        }
        foreach (var unacked in messages.Where(m => !_acked.ContainsKey(m.Key)))
        {
            // Never acknowledged, so it may be there or not, but not twice.
            if (unacked.Count() > 1) verdict.Duplicated += unacked.Count() - 1;
        }
        CheckOrder(verdict, who, messages);
    }

    /// <summary>Each sender's messages stand in the order in which they were sent: a client sends one after the other.</summary>
    private void CheckOrder(Verdict verdict, string who, ILookup<string, Sight> messages)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var clientId in _sent)
        {
            if (messages[clientId].FirstOrDefault() is not { } s) continue;
            if (last.TryGetValue(s.Sender, out var before) && s.Seq < before)
            {
                verdict.Reordered++;
                verdict.Note($"{who}: {clientId} stands before what its sender had sent earlier");
            }
            last[s.Sender] = Math.Max(s.Seq, last.GetValueOrDefault(s.Sender));
        }
    }

    /// <summary>Whether a text is what was sent. Dots stand for card numbers and other secrets, which are shown to nobody.</summary>
    private static bool Shows(string? shown, string? sent) =>
        shown == sent || (shown?.Contains('\u2022') == true && sent is not null && Regex.IsMatch(
            sent, "^" + Regex.Replace(Regex.Escape(shown), "\u2022+", ".+?") + "$", RegexOptions.Singleline, TimeSpan.FromSeconds(1)));
}

/// <summary>What is remembered of an event.</summary>
internal sealed record Sight(long Seq, long Prev, bool IsMessage, string Sender, string? ClientId, string? Text)
{
    public static Sight Of(Envelope e) => new(e.Seq, e.Prev, e.Type == EventTypes.MessagePosted, $"{e.By.Kind}:{e.By.Id}", e.Data?.ClientId, e.Data?.Text);
}
