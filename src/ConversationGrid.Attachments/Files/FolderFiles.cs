using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace ConversationGrid.Attachments.Files;

/// <summary>Files in a folder that only this user may read.</summary>
internal sealed class FolderFiles(string folder) : IFiles
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task WriteAsync(string name, Func<Stream, Task> write, CancellationToken cancel)
    {
        var path = PathOf(name);
        MakeFolder(Path.GetDirectoryName(path)!);
        var part = $"{path}.{RandomNumberGenerator.GetHexString(16)}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Mine;
        try
        {
            await using (var file = new FileStream(part, options))
            {
                await write(file);
                // A message may say that it is there only once it is.
                file.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    public Task<Stream?> ReadAsync(string name, CancellationToken cancel)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 65_536, FileOptions.Asynchronous));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<bool> ExistsAsync(string name, CancellationToken cancel) => Task.FromResult(File.Exists(PathOf(name)));

    public Task RemoveAsync(string name, CancellationToken cancel)
    {
        try
        {
            if (name.EndsWith('/')) Directory.Delete(PathOf(name.TrimEnd('/')), recursive: true);
            else File.Delete(PathOf(name));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing is left to remove.
        }
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> WrittenBeforeAsync(DateTimeOffset moment, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        if (!Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            if (File.GetLastWriteTimeUtc(path) < moment.UtcDateTime) yield return Path.GetRelativePath(folder, path).Replace('\\', '/');
        }
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Mine | UnixFileMode.UserExecute);
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
