namespace ConversationGrid.Faults.TestGrids;

/// <summary>A file system of a few megabytes in memory that can be filled to the last byte.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int BlockBytes = 64 * 1024;
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    public static string? Missing => Shell.NotRoot ?? Shell.Missing(("mount", "mount"));

    public static async Task<SmallDisk> MountAsync(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        await Shell.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", folder);
        return new(folder);
    }

    /// <summary>Takes all that is free, again and again until the span is over: what somebody else gives back is taken too.</summary>
    public async Task StayFullAsync(TimeSpan span, TimeProvider time, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        await using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        while (time.GetElapsedTime(begun) < span)
        {
            Fill(file);
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancel);
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await Shell.TryAsync("umount", "-l", _folder);

    private static void Fill(FileStream file)
    {
        for (var block = new byte[BlockBytes]; block.Length > 0; block = new byte[block.Length / 16])
        {
            try
            {
                while (true) file.Write(block);
            }
            catch (IOException)
            {
                // Full for blocks of this size; smaller ones may still fit.
            }
        }
    }
}
