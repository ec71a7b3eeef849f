using System.Reflection;

namespace ConversationGrid.Contracts;

/// <summary>Files that an assembly carries within it.</summary>
public static class EmbeddedResource
{
    /// <exception cref="InvalidOperationException">The assembly has no such file.</exception>
    public static Stream Open(Assembly assembly, string name) =>
        assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"Resource '{name}' is missing from {assembly.GetName().Name}.");

    /// <summary>The whole of a text.</summary>
    /// <exception cref="InvalidOperationException">The assembly has no such file.</exception>
    public static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(Open(assembly, name));
        return reader.ReadToEnd();
    }
}
