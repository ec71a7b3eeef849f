using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;

namespace ConversationGrid.Commands;

/// <summary>How every program behind <c>./grid</c> reads its arguments: <c>--help</c> says what it takes, a wrong argument is one line and status 2.</summary>
public static class CommandLines
{
    /// <summary>The exit status where the arguments are wrong.</summary>
    public const int BadArguments = 2;

    /// <summary>The launcher, and the name of a command that only holds others.</summary>
    private const string Launcher = "grid";

    /// <summary>Commands of the launcher in one program.</summary>
    public static Command CreateGroup(string description) => Create(Launcher, description);

    /// <summary>A command that nothing stands above, with <c>--help</c>.</summary>
    public static Command Create(string name, string description) => new(name, description) { Options = { new HelpOption() } };

    /// <summary>Reads the arguments and runs what they name. <see cref="ArgumentException"/> of an action counts as a wrong argument.</summary>
    /// <param name="stopsItself">Whether SIGINT and SIGTERM only cancel the action's token, so that it can stop what it started.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(this Command command, IReadOnlyList<string> args, TextWriter? output = null, TextWriter? error = null,
        bool stopsItself = false)
    {
        var (parsed, invocation) = Read(command, args, output, error);
        if (parsed.Errors.Count > 0) return Wrong(parsed, invocation.Error, parsed.Errors.Select(wrong => wrong.Message));
        using var stop = new CancellationTokenSource();
        using var interrupt = stopsItself ? PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop) : null;
        using var terminate = stopsItself ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop) : null;
        try
        {
            return await parsed.InvokeAsync(invocation, stop.Token);
        }
        catch (ArgumentException wrong)
        {
            return Wrong(parsed, invocation.Error, [wrong.Message]);
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>The same for commands whose actions wait for nothing.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(this Command command, IReadOnlyList<string> args, TextWriter? output = null, TextWriter? error = null)
    {
        var (parsed, invocation) = Read(command, args, output, error);
        if (parsed.Errors.Count > 0) return Wrong(parsed, invocation.Error, parsed.Errors.Select(wrong => wrong.Message));
        try
        {
            return parsed.Invoke(invocation);
        }
        catch (ArgumentException wrong)
        {
            return Wrong(parsed, invocation.Error, [wrong.Message]);
        }
    }

    private static (ParseResult Parsed, InvocationConfiguration Invocation) Read(
        Command command, IReadOnlyList<string> args, TextWriter? output, TextWriter? error) =>
    (
        command.Parse(args, new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false }),
        new() { Output = output ?? Console.Out, Error = error ?? Console.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
    );

    private static int Wrong(ParseResult parsed, TextWriter error, IEnumerable<string> messages)
    {
        foreach (var message in messages) error.WriteLine(message);
        error.WriteLine($"usage: {PathOf(parsed)} --help");
        return BadArguments;
    }

    /// <summary>The command and those above it, as they are typed. One that only holds others is the launcher itself.</summary>
    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult) names.Insert(0, at.Command.Name);
        return string.Join(' ', names.Where(name => name != Launcher).Prepend("./" + Launcher));
    }
}
