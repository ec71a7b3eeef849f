using System.Text.Json;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Understanding.Tests.PersonalData;

/// <summary>Measures the time of the whole process, so nothing else runs beside it.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>Whatever is written in: no exception, ascending spans inside the text, masking that can be undone, time in proportion to the length.</summary>
[Collection("alone")]
public sealed class HostileTextTests
{
    private const int LongLength = 100_000;
#if DEBUG
    // Unoptimised code gets four times as long.
    private const double LongMillisecondsMax = 200;
#else
    private const double LongMillisecondsMax = 50;
#endif

    [AttacksFact]
    public void EveryAttackText_IsReadSafely()
    {
        var n = 0;
        foreach (var file in Directory.EnumerateFiles(AttacksFactAttribute.Folder!, "*.jsonl"))
        {
            foreach (var line in File.ReadLines(file))
            {
                using var json = JsonDocument.Parse(line);
                if (!json.RootElement.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.String)
                    continue;
                Check(payload.GetString()!);
                Check(line);
                n++;
            }
        }
        Assert.True(n > 500, $"Only {n} attack texts were read.");
    }

    [Fact]
    public void AnyText_IsReadSafely()
    {
        const string Alphabet = "0123456789 -.()/+@:xX#aGB\nRM\u00A0é\uD83D\uDE00'’,oO[] ";
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            Check(string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => Alphabet[random.Next(Alphabet.Length)])));
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("a@")]
    [InlineData("@a.")]
    [InlineData("a.a.")]
    [InlineData("a at ")]
    [InlineData("a at b dot ")]
    [InlineData("(((")]
    [InlineData("+(")]
    [InlineData("ab:")]
    [InlineData("::")]
    [InlineData("http://")]
    [InlineData("www.")]
    [InlineData("GB82 WEST 1234 ")]
    [InlineData("4485 ")]
    [InlineData("order number ")]
    [InlineData("Mr. ")]
    [InlineData("Ahmad bin ")]
    [InlineData("12 mar ")]
    [InlineData("1-1-1-")]
    [InlineData("A1-")]
    [InlineData("'")]
    [InlineData("x@y.com ")]
    [InlineData("\n1")]
    public void LongHostileText_TakesTimeInProportion(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, LongLength / piece.Length));
        var best = double.MaxValue;

        // The first rounds run code that is not compiled with optimisation yet.
        for (var i = 0; i < 25 && best > LongMillisecondsMax; i++)
        {
            // Time of the processor, not of the clock: other programs may keep this machine busy.
            var before = Environment.CpuUsage.TotalTime;
            PersonalDataFinder.Find(text);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }
        Assert.True(best <= LongMillisecondsMax, $"{LongLength} characters of '{piece}' took {best:F1} ms.");
    }

    private static void Check(string text)
    {
        var at = 0;
        foreach (var span in PersonalDataFinder.Find(text))
        {
            Assert.True(span.Start >= at && span.Start < span.End && span.End <= text.Length, $"{span} in '{text}'");
            Assert.NotEqual(PersonalDataType.None, span.Type);
            at = span.End;
        }
        var masker = new PersonalDataMasker();
        Assert.Equal(text, masker.Unmask(masker.Mask(text)));
    }
}

/// <summary>Runs only where the shared attack files are.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AttacksFactAttribute : FactAttribute
{
    public AttacksFactAttribute()
    {
        if (Folder is null)
            Skip = "The folder shared/data/attacks is not on this machine.";
    }

    /// <summary>The first shared/data/attacks beside a parent folder of the tests.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "attacks");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
