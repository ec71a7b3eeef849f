using System.Reflection;
using System.Runtime.Loader;

namespace ConversationGrid.SemanticKernel;

/// <summary>An assembly that the configuration names, with the dependencies that lie beside it. What the host has too is the host's, so that types are the same
/// on both sides.</summary>
internal sealed class PluginAssembly : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _resolver;

    private PluginAssembly(string path) : base(path) => _resolver = new(path);

    /// <summary>The file of a configured path; a relative one begins in the program's folder.</summary>
    public static string FileOf(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);

    /// <summary>A type of an assembly. The assembly is loaded once, and stays.</summary>
    /// <returns>The type; else why there is none, and whether the assembly or the type is to blame.</returns>
    public static (Type? Type, string? Problem, bool IsOfAssembly) Find(string path, string type)
    {
        var file = FileOf(path);
        if (!File.Exists(file)) return (null, $"there is no file '{file}'.", true);
        try
        {
            var context = All.FirstOrDefault(known => known.Name == file) ?? new PluginAssembly(file);
            var assembly = context.LoadFromAssemblyPath(file);
            return assembly.GetType(type, throwOnError: false) is { } found
                ? (found, null, false)
                : (null, $"'{Path.GetFileName(file)}' has no type '{type}'; the full name with its namespace is needed.", false);
        }
        catch (Exception failure) when (failure is BadImageFormatException or IOException or TypeLoadException)
        {
            return (null, $"'{file}' cannot be loaded: {failure.Message}", true);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        try
        {
            return Default.LoadFromAssemblyName(assemblyName);
        }
        catch (IOException)
        {
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
        }
    }
}
