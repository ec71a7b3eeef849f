using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.LocalPostgres;

/// <summary>Runs programs as the user who may run PostgreSQL: ourselves, or <c>postgres</c> when we are root.</summary>
internal static class PostgresUser
{
    private const string Name = "postgres";

    private static bool WeAreRoot => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();

    /// <summary>The folder itself, or one under <c>/var/tmp</c> when the other user may not pass one of its parents (as <c>/root</c>).</summary>
    public static string Reachable(string folder)
    {
        if (!WeAreRoot || OperatingSystem.IsWindows()) return folder;
        for (var parent = Directory.GetParent(folder); parent is not null; parent = parent.Parent)
            if (parent.Exists && !parent.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return $"/var/tmp/conversationgrid-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12]}";
        return folder;
    }

    /// <summary>Gives the folder to that user, closed to all others.</summary>
    public static async Task OwnAsync(string folder, CancellationToken cancel)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!WeAreRoot) return;
        var (code, output) = await RunDirectAsync("chown", ["-hR", $"{Name}:{Name}", folder], cancel);
        if (code != 0) throw new PostgresSetupException($"'{folder}' cannot be given to the user {Name}: {output}");
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancel)
    {
        var line = AsUser(command);
        return RunDirectAsync(line[0], line.Skip(1), cancel);
    }

    /// <summary>Starts a command that goes on, its output appended to <paramref name="log"/>, away from our terminal's signals.</summary>
    public static Process Start(IReadOnlyList<string> command, string log)
    {
        // Each of these replaces itself by the next, so the process that we hold is the server itself.
        List<string> line = [.. AsUser(["/bin/sh", "-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", log, .. command])];
        if (File.Exists("/usr/bin/setsid")) line.Insert(0, "/usr/bin/setsid");
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { WorkingDirectory = "/", UseShellExecute = false };
        return Process.Start(start) ?? throw new PostgresSetupException($"'{line[0]}' does not start.");
    }

    public static Task SignalAsync(int pid, string signal, CancellationToken cancel) =>
        RunDirectAsync("/bin/kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)], cancel);

    /// <summary>Ids of the processes that a process has started itself; none where there is no <c>/proc</c>.</summary>
    public static IReadOnlyList<int> ChildrenOf(int pid)
    {
        var file = $"/proc/{pid}/task/{pid}/children";
        if (!File.Exists(file)) return [];
        return [.. File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
    }

    /// <summary>Whether a process runs; one that has ended and only waits to be counted does not.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static IReadOnlyList<string> AsUser(IReadOnlyList<string> command)
    {
        if (!WeAreRoot) return command;
        if (File.Exists("/usr/bin/setpriv")) return ["/usr/bin/setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", .. command];
        return ["runuser", "-u", Name, "--", .. command];
    }

    private static async Task<(int Code, string Output)> RunDirectAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new PostgresSetupException($"'{program}' does not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, $"{await output} {await errors}".Trim());
    }
}
