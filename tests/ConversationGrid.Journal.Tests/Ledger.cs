using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests;

/// <summary>Writers that note every acknowledgement, and the check that the journal holds all of them after a crash.</summary>
internal sealed class Ledger(int writers)
{
    private readonly long[] _acknowledged = new long[writers];

    /// <summary>Events acknowledged so far, of all writers.</summary>
    public long Acknowledged => Enumerable.Range(0, writers).Sum(w => Volatile.Read(ref _acknowledged[w]));

    public static StreamId StreamOf(int writer) => Stream($"w{writer}");

    /// <summary>Text of an event: a reader that gets another one at that number has lost or changed something.</summary>
    public static string TextOf(int writer, long seq) => string.Create(CultureInfo.InvariantCulture, $"{writer}:{seq}");

    /// <summary>Notes an acknowledged event.</summary>
    public void Note(int writer, long seq) => Volatile.Write(ref _acknowledged[writer], seq);

    /// <summary>
    /// Appends without end, two events at a time. A failed append is an unknown outcome: the writer reads its stream and goes on from
    /// what is there.
    /// </summary>
    public async Task WriteAsync(IJournal journal, int writer, CancellationToken stop, Action<int, long>? acknowledged = null)
    {
        long? head = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                head ??= await journal.ReadBackwardsAsync(StreamOf(writer), long.MaxValue, 1, CancellationToken.None) is [var last] ? last.Seq : 0;
                var next = head.Value;
                var result = await journal.AppendAsync(Append(StreamOf(writer), next, TextOf(writer, next + 1), TextOf(writer, next + 2)),
                    CancellationToken.None);
                if (result != AppendResult.Appended)
                {
                    head = null;
                    continue;
                }
                head = next + 2;
                Note(writer, next + 2);
                acknowledged?.Invoke(writer, next + 2);
            }
            catch (JournalUnavailableException)
            {
                head = null;
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>Everything acknowledged is there with its text, numbers have no holes, and no append is there by half.</summary>
    public async Task CheckAsync(IJournal journal)
    {
        for (var writer = 0; writer < _acknowledged.Length; writer++)
        {
            long seq = 0;
            while (await journal.ReadAsync(StreamOf(writer), seq, 1_000) is { Count: > 0 } page)
            {
                foreach (var committed in page)
                {
                    Assert.Equal(++seq, committed.Seq);
                    Assert.Equal(TextOf(writer, seq), committed.Text());
                }
            }
            Assert.True(seq >= _acknowledged[writer], $"Writer {writer}: {_acknowledged[writer]} acknowledged, {seq} there.");
            Assert.Equal(0, seq % 2);
        }
    }
}
