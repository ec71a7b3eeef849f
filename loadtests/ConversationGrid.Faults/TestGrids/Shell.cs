using System.Diagnostics;

namespace ConversationGrid.Faults.TestGrids;

/// <summary>Small programs of the system.</summary>
internal static class Shell
{
    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    public static async Task RunAsync(params string[] command)
    {
        var (code, output) = await TryAsync(command);
        if (code != 0) throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {code}: {output}");
    }

    public static async Task<(int Code, string Output)> TryAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"'{command[0]}' does not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (output + await errors).Trim());
    }

    /// <summary>Null when every program is there; else which is not, and what brings it.</summary>
    public static string? Missing(params (string Program, string Package)[] programs)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/sbin").ToList();
        var absent = programs.Where(p => !path.Exists(folder => File.Exists(Path.Combine(folder, p.Program)))).ToList();
        return absent.Count == 0 ? null : $"{string.Join(", ", absent.Select(p => p.Program))} missing (apt-get install " +
            $"{string.Join(' ', absent.Select(p => p.Package))})";
    }

    /// <summary>Null for root, who alone may do it.</summary>
    public static string? NotRoot => Environment.IsPrivilegedProcess ? null : "needs root";
}
