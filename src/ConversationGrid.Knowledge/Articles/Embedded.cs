using System.Reflection;

namespace ConversationGrid.Knowledge;

/// <summary>Text embedded in an assembly.</summary>
internal static class Embedded
{
    public static string ReadText(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Resource '{name}' is missing from {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
