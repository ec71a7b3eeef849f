using ConversationGrid.Training;

namespace ConversationGrid.Quality.Defaults;

/// <summary>
/// Where the training data lie: the shared data, the npm packages with word lists (see material/package.json), a checkout of the words' frequencies in
/// subtitles, and our own files beside the program.
/// </summary>
/// <param name="Data">Folder like <c>../shared/data</c>.</param>
/// <param name="Packages">A <c>node_modules</c> folder; null does without.</param>
/// <param name="Frequencies">A checkout of hermitdave/FrequencyWords, which docs/quality.md names with its commit; null does without.</param>
/// <param name="Own">Folder of the self-made files.</param>
internal sealed record Material(string Data, string? Packages, string? Frequencies, string Own)
{
    public static Material Of(Options options)
    {
        var data = options["data"] ?? Path.Combine("..", "shared", "data");
        if (!Directory.Exists(Path.Combine(data, "ai")))
            throw new BadFileException($"There is no folder '{data}/ai'; --data names another.");
        var program = Path.Combine("loadtests", "ConversationGrid.Quality");
        var packages = options["packages"] ?? Path.Combine(program, "material", "node_modules");
        var frequencies = options["frequencies"] ?? Path.Combine(program, "material", "FrequencyWords");
        return new Material(data, Directory.Exists(packages) ? packages : null, Directory.Exists(frequencies) ? frequencies : null, options["own"]
            ?? Path.Combine(program, "data"));
    }

    /// <summary>Rows of one shared file as examples.</summary>
    public IEnumerable<Example> Ai(string file, string label = "label", float weight = 1f)
    {
        var table = Table.Read(Path.Combine(Data, "ai", file));
        var text = table.Column("text");
        var column = table.Column(label);
        return table.Rows.Select(row => new Example(row[text], row[column], weight));
    }

    /// <summary>Rows of one of our own files; none where the file is absent.</summary>
    public IEnumerable<Example> OwnFile(string file, string label, float weight = 1f)
    {
        var path = Path.Combine(Own, file);
        if (!File.Exists(path))
            return [];
        var table = Table.Read(path);
        var text = table.Column("text");
        var column = table.Column(label);
        return table.Rows.Select(row => new Example(row[text], row[column], weight));
    }
}
