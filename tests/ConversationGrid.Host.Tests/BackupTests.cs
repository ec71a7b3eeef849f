using System.Diagnostics;
using ConversationGrid.LocalPostgres;
using Npgsql;

namespace ConversationGrid.Host.Tests;

/// <summary>A store that is backed up beside the running host, lost, and restored as the documentation says.</summary>
public class BackupTests
{
    private static readonly string Operator = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "ConversationGrid.Operator",
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "ConversationGrid.Operator.dll"));

    [Fact]
    public async Task Sqlite_BackedUpBesideTheHost_IsRestored_WithItsFilesAndKeys()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite);
        await using var customer = await Person.CustomerAsync(host, "Nur");
        var (id, file) = await SayAsync(customer);
        var backup = Path.Combine(host.DataFolder, "..", "backup.tar");

        var (status, output) = await RunAsync("dotnet", [Operator, "backup", backup, "--Grid:Data:Path", host.DataFolder]);
        Assert.True(status == 0, output);
        Assert.Contains("\"files\":", output);
        // A backup that is among what it backs up, or that is its own keys, is none.
        foreach (var options in (string[][])[[Path.Combine(host.DataFolder, "attachments", "backup.tar")], [backup + "2", "--keys", backup + "2"]])
        {
            var refused = await RunAsync("dotnet", [Operator, "backup", .. options, "--Grid:Data:Path", host.DataFolder]);
            Assert.True(refused.Status == 2, refused.Output);
        }
        await customer.CallAsync("Post", new { conversationId = id, clientId = "later", text = "After the backup." });
        Assert.Equal(2, (await RunAsync("dotnet", [Operator, "backup", backup, "--Grid:Data:Path", host.DataFolder])).Status);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(backup) | File.GetUnixFileMode(backup + ".keys"));

        Assert.Equal(0, await host.TerminateAsync());
        Assert.Equal(2, (await RunAsync("dotnet", [Operator, "restore", backup, "--Grid:Data:Path", host.DataFolder])).Status);
        Directory.Delete(host.DataFolder, recursive: true);
        (status, output) = await RunAsync("dotnet", [Operator, "restore", backup, "--Grid:Data:Path", host.DataFolder]);
        Assert.True(status == 0, output);
        await host.StartAgainAsync();
        await IsThereAsync(host, customer, id, file);
    }

    [Fact]
    public async Task Sqlite_Restored_BesideTheNewestKeys_KeepsThem_AndDamageIsSaid()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite);
        await using var customer = await Person.CustomerAsync(host, "Nur");
        var (id, file) = await SayAsync(customer);
        var backup = Path.Combine(host.DataFolder, "..", "backup.tar");
        Assert.Equal(0, (await RunAsync("dotnet", [Operator, "backup", backup, "--Grid:Data:Path", host.DataFolder])).Status);
        Assert.Equal(0, await host.TerminateAsync());
        foreach (var journal in Directory.GetFiles(host.DataFolder, "journal.db*")) File.Delete(journal);
        File.Delete(backup + ".keys");

        var broken = backup + ".broken";
        File.WriteAllText(broken, "no archive");
        Assert.Equal(1, (await RunAsync("dotnet", [Operator, "restore", broken, "--Grid:Data:Path", host.DataFolder])).Status);
        var (status, output) = await RunAsync("dotnet", [Operator, "restore", backup, "--Grid:Data:Path", host.DataFolder]);
        Assert.True(status == 0, output);
        await host.StartAgainAsync();
        await IsThereAsync(host, customer, id, file);
    }

    [Fact]
    public async Task Postgres_DumpedInTwoParts_IsRestored()
    {
        if (PrivatePostgres.FindBinaries() is not { } binaries) return;
        await using var host = await HostProcess.StartAsync(StoreKind.Postgres);
        await using var customer = await Person.CustomerAsync(host, "Nur");
        var (id, file) = await SayAsync(customer);
        var folder = Path.Combine(host.DataFolder, "..");
        var database = new NpgsqlConnectionStringBuilder(host.Connection);
        string[] server = ["-h", database.Host!, "-p", $"{database.Port}", "-U", database.Username!, "-d", database.Database!];
        foreach (var (part, choice) in ((string, string)[])[("journal.dump", "-N"), ("keys.dump", "-n")])
            await PostgresAsync("pg_dump", ["-Fc", choice, "keys", "-f", Path.Combine(folder, part)]);
        Assert.Equal(0, await host.TerminateAsync());
        await using (var connection = new NpgsqlConnection(host.Connection))
        {
            await connection.OpenAsync();
            await using var drop = new NpgsqlCommand("drop schema public cascade; drop schema keys cascade; create schema public", connection);
            await drop.ExecuteNonQueryAsync();
        }
        NpgsqlConnection.ClearAllPools();
        foreach (var part in (string[])["journal.dump", "keys.dump"])
            await PostgresAsync("pg_restore", ["--clean", "--if-exists", Path.Combine(folder, part)]);
        await host.StartAgainAsync();
        await IsThereAsync(host, customer, id, file);

        async Task PostgresAsync(string program, IEnumerable<string> arguments)
        {
            var (status, output) = await RunAsync(Path.Combine(binaries, program), [.. server, .. arguments], ("PGPASSWORD", database.Password!));
            Assert.True(status == 0, output);
        }
    }

    private static async Task<(string Conversation, string File)> SayAsync(Person customer)
    {
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "Before the backup.", locale = "en" })).Text("conversationId")!;
        var file = (await customer.UploadAsync(id, "note.txt", "a kept file"u8.ToArray())).Text("attachmentId")!;
        await customer.CallAsync("Post", new { conversationId = id, clientId = "m1", text = "With a file.", attachments = new[] { file } });
        return (id, file);
    }

    /// <summary>Everything of before the backup is there and can be read, and the customer's token and the staff's passwords count.</summary>
    private static async Task IsThereAsync(HostProcess host, Person customer, string id, string file)
    {
        await customer.ConnectAsync(host, "customer");
        var events = (await customer.ResumeAsync(id)).Select(e => e.ToString()).ToList();
        Assert.Contains(events, e => e.Contains("Before the backup."));
        Assert.Contains(events, e => e.Contains("With a file."));
        Assert.DoesNotContain(events, e => e.Contains("After the backup."));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, $"/api/v1/conversations/{id}/attachments/{file}"));
        request.Headers.Authorization = new("Bearer", customer.Token);
        using var found = await http.SendAsync(request);
        Assert.True(found.IsSuccessStatusCode, $"{found.StatusCode}");
        await using var aina = await Person.StaffAsync(host, "aina");
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, IEnumerable<string> arguments, params (string Name,
        string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output + await error);
    }
}
