using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Journal;

/// <summary>One step of the schema, from an embedded file named <c>0001_name.sql</c>.</summary>
/// <param name="Checksum">SHA-256 of the text in hex, line ends as LF.</param>
internal sealed record Migration(int Version, string Name, string Sql, string Checksum);

/// <summary>The steps that this program knows, and which of them a database still needs.</summary>
internal static class Migrations
{
    /// <summary>All steps of a store in order.</summary>
    /// <param name="store"><c>sqlite</c> or <c>postgres</c>.</param>
    public static IReadOnlyList<Migration> Of(string store)
    {
        var assembly = typeof(Migrations).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(store + "/", StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal))
            .Select(n => Read(n[(store.Length + 1)..^4], assembly.GetManifestResourceStream(n)!))
            .OrderBy(m => m.Version)];
    }

    /// <summary>What is still to be applied to a database that has <paramref name="applied"/>.</summary>
    /// <exception cref="JournalSetupException">The database is newer than this program, or was built by other steps of the same numbers.</exception>
    public static IReadOnlyList<Migration> Missing(IReadOnlyList<Migration> known, IReadOnlyDictionary<int, string> applied)
    {
        var newest = known.Count == 0 ? 0 : known[^1].Version;
        var found = applied.Count == 0 ? 0 : applied.Keys.Max();
        if (found > newest)
            throw new JournalSetupException($"The journal's database is at schema version {found}, this "
                + $"program knows versions up to {newest}. Start the newer program.");
        foreach (var step in known)
            if (applied.TryGetValue(step.Version, out var sum) && sum != step.Checksum)
                throw new JournalSetupException($"Schema version {step.Version} of the journal's database was made by another '{step.Name}': its checksum is " +
                    $"{sum}, this program's {step.Checksum}.");
        return [.. known.Where(m => !applied.ContainsKey(m.Version))];
    }

    private static Migration Read(string name, Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        var sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        return new(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name[5..], sql, sum);
    }
}
