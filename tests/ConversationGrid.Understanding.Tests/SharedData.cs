namespace ConversationGrid.Understanding.Tests;

/// <summary>The data outside of the repository, where this machine has them.</summary>
internal static class SharedData
{
    public static readonly string? Folder = Find("shared/data");

    public static readonly string? Repository = Find("loadtests/ConversationGrid.Quality/data");

    private static string? Find(string relative)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, relative);
            if (Directory.Exists(folder))
                return folder;
        }
        return null;
    }
}

/// <summary>A fact that reads the shared data; skipped with that word where they are absent.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
            Skip = "The shared data (../shared/data) are not on this machine.";
    }
}

/// <summary>A theory over the shared data; skipped with that word where they are absent.</summary>
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (SharedData.Folder is null)
            Skip = "The shared data (../shared/data) are not on this machine.";
    }
}
