using System.Text;

namespace ConversationGrid.Quality;

/// <summary>A file that cannot be used, with the reason in one sentence for the person at the terminal.</summary>
public sealed class BadFileException(string message) : Exception(message);

/// <summary>A tab-separated file with a header line.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Columns">Names of the header.</param>
/// <param name="Rows">Cells as they stand; no quoting.</param>
public sealed record Table(string Path, IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows)
{
    private const long BytesMax = 512L * 1024 * 1024;

    public static Table Read(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new BadFileException($"There is no file '{path}'.");
        if (info.Length > BytesMax)
            throw new BadFileException($"'{path}' has {info.Length} bytes; {BytesMax} is the most.");
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            throw new BadFileException($"'{path}' is not UTF-8 text.");
        }
        if (lines.Length == 0)
            throw new BadFileException($"'{path}' is empty; a header line with column names is needed.");
        string[] columns = [.. lines[0].TrimStart('\uFEFF').Split('\t').Select(name => name.Trim())];
        var rows = new List<string[]>(lines.Length);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            var cells = lines[i].Split('\t');
            if (cells.Length < columns.Length)
                throw new BadFileException($"'{path}' line {i + 1} has {cells.Length} cells, the header {columns.Length}.");
            rows.Add(cells);
        }
        return rows.Count > 0 ? new Table(path, columns, rows) : throw new BadFileException($"'{path}' has a header and no rows.");
    }

    /// <summary>Place of the first of the named columns that the file has.</summary>
    public int Column(params string[] names)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < Columns.Count; i++)
            {
                if (string.Equals(Columns[i], name, StringComparison.OrdinalIgnoreCase))
                    return i;
            }
        }
        throw new BadFileException($"'{Path}' has no column '{string.Join("' or '", names)}'; it has '{string.Join("', '", Columns)}'.");
    }

    public bool Has(string name) => Columns.Contains(name, StringComparer.OrdinalIgnoreCase);
}
