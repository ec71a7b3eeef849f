using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>
/// Dovecot and OpenSMTPD of this machine on loopback ports, with mailboxes of a shop and of a customer. Started once for all tests; each takes a mailbox of its
/// own. They end with this process.
/// </summary>
internal sealed class MailServers
{
    public const string Password = "secret";

    /// <summary>Mailboxes of the shop, <c>desk1@shop.test</c> and so on, and of customers, <c>nur1@cust.test</c> and so on.</summary>
    private const int MailboxesMax = 40;

    private static readonly Lazy<Task<MailServers>> Started = new(StartAsync);
    private static int _mailboxes;

    private MailServers(int imapPort, int smtpPort) => (ImapPort, SmtpPort) = (imapPort, smtpPort);

    /// <summary>Why they cannot run here; null where they can.</summary>
    public static string? WhyNot =>
        Find("dovecot") is null || Find("smtpd") is null
            ? "Dovecot and OpenSMTPD are not installed: apt-get install dovecot-imapd dovecot-lmtpd opensmtpd."
            : Environment.UserName != "root" ? "Dovecot and OpenSMTPD are started by root only." : null;

    public int ImapPort { get; }
    public int SmtpPort { get; }

    public static Task<MailServers> HereAsync() => Started.Value;

    /// <summary>The settings of a mailbox of the demo workspace that nobody else uses, its address, and that of a customer.</summary>
    public (string[] Settings, string Shop, string Customer) NewMailbox(string name = "desk", params string[] more)
    {
        var number = Interlocked.Increment(ref _mailboxes);
        Assert.True(number <= MailboxesMax, $"There are {MailboxesMax} mailboxes: more tests want one.");
        var shop = $"desk{number}@shop.test";
        return (SettingsOf(name, shop, more), shop, $"nur{number}@cust.test");
    }

    public string[] SettingsOf(string name, string shop, params string[] more)
    {
        var key = $"--Grid:Channels:Mail:demo:{name}";
        return
        [
            $"{key}:Address", shop, $"{key}:SenderName", "Arvik Shop", $"{key}:Signature", "Arvik Sdn Bhd",
            $"{key}:Imap:Host", "127.0.0.1", $"{key}:Imap:Port", $"{ImapPort}", $"{key}:Imap:Security", "Plain", $"{key}:Imap:User", shop,
            $"{key}:Imap:Password", Password, $"{key}:Smtp:Host", "127.0.0.1", $"{key}:Smtp:Port", $"{SmtpPort}", $"{key}:Smtp:Security", "Plain",
            "--Grid:Channels:MailRules:RetryAfter", "00:00:01", "--Grid:Channels:MailRules:LeaseFor", "00:00:06", .. more,
        ];
    }

    /// <summary>Sends a mail as the outside world does.</summary>
    public async Task SendAsync(MimeMessage mail, string? envelopeFrom = null, string? to = null)
    {
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync("127.0.0.1", SmtpPort, SecureSocketOptions.None);
        await smtp.SendAsync(
            mail, new MailboxAddress(null, envelopeFrom ?? mail.From.Mailboxes.FirstOrDefault()?.Address ?? "someone@cust.test"),
            to is null ? mail.To.Mailboxes : [new MailboxAddress(null, to)]);
        await smtp.DisconnectAsync(true);
    }

    /// <summary>All mails of a mailbox, oldest first.</summary>
    public async Task<IReadOnlyList<MimeMessage>> ReadAsync(string address)
    {
        using var imap = await OpenAsync(address);
        var mails = new List<MimeMessage>();
        for (var i = 0; i < imap.Inbox.Count; i++) mails.Add(await imap.Inbox.GetMessageAsync(i));
        return mails;
    }

    /// <summary>Puts a mail into a mailbox as it is, however odd.</summary>
    public async Task AppendAsync(string address, byte[] raw)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, ImapPort);
        using var reader = new StreamReader(tcp.GetStream());
        await using var stream = tcp.GetStream();
        await reader.ReadLineAsync();
        await SayAsync($"a LOGIN {address} {Password}\r\n", "a ");
        await SayAsync($"b APPEND INBOX {{{raw.Length}}}\r\n", "+");
        await stream.WriteAsync(raw);
        await SayAsync("\r\n", "b OK");

        async Task SayAsync(string line, string until)
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(line));
            while (await reader.ReadLineAsync() is { } answer)
            {
                if (answer.StartsWith(until, StringComparison.Ordinal)) return;
                Assert.False(answer.StartsWith($"{until[0]} ", StringComparison.Ordinal) && !answer.Contains("OK", StringComparison.Ordinal), answer);
            }
        }
    }

    private async Task<ImapClient> OpenAsync(string address)
    {
        var imap = new ImapClient();
        await imap.ConnectAsync("127.0.0.1", ImapPort, SecureSocketOptions.None);
        await imap.AuthenticateAsync(address, Password);
        await imap.Inbox.OpenAsync(FolderAccess.ReadOnly);
        return imap;
    }

    private static async Task<MailServers> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("grid-mail-").FullName;
        var (imap, lmtp, smtp) = (FreePort(), FreePort(), FreePort());
        Directory.CreateDirectory(Path.Combine(folder, "run"));
        Directory.CreateDirectory(Path.Combine(folder, "mail"));
        var addresses = Enumerable.Range(1, MailboxesMax).SelectMany(i => (string[])[$"desk{i}@shop.test", $"nur{i}@cust.test"]).ToList();
        await File.WriteAllLinesAsync(Path.Combine(folder, "users"), addresses.Select(a => $"{a}:{{PLAIN}}{Password}:8:8::{folder}/mail/{a}"));
        await File.WriteAllTextAsync(Path.Combine(folder, "dovecot.conf"), Dovecot(folder, imap, lmtp));
        var known = string.Join(", ", addresses.Where(a => a.StartsWith("nur", StringComparison.Ordinal)).Append("late@cust.test").Append("@shop.test")
            .Select(a => $"\"{a}\" = \"nobody\""));
        // What is taken for late@cust.test cannot be delivered then: the server writes a report.
        await File.WriteAllTextAsync(Path.Combine(folder, "smtpd.conf"),
            $$"""
            table known { {{known}} }
            listen on 127.0.0.1 port {{smtp}}
            action "l" lmtp "127.0.0.1:{{lmtp}}" rcpt-to virtual <known>
            action "fails" mda "/bin/false" virtual <known>
            match from any for rcpt-to "late@cust.test" action "fails"
            match from any for domain { "shop.test", "cust.test" } action "l"

            """);
        await RunAsync("chmod", "755", folder);
        await RunAsync("chown", "mail:mail", Path.Combine(folder, "mail"));
        EndWithThisProcess(folder, Find("dovecot")!, ["-F", "-c", Path.Combine(folder, "dovecot.conf")]);
        await Until.TrueAsync(() => AnswersAsync(imap), "Dovecot listens");
        // Its queue and its socket are the machine's, so that only one can run at a time.
        for (var i = 0; ; i++)
        {
            EndWithThisProcess(folder, Find("smtpd")!, ["-d", "-f", Path.Combine(folder, "smtpd.conf")]);
            try
            {
                await Until.TrueAsync(() => AnswersAsync(smtp), "OpenSMTPD listens", seconds: 5);
                return new(imap, smtp);
            }
            catch (TimeoutException) when (i < 20)
            {
                // Another run of these tests has it.
            }
        }
    }

    private static string Dovecot(string folder, int imap, int lmtp) => $$"""
        base_dir = {{folder}}/run
        state_dir = {{folder}}/run
        log_path = {{folder}}/dovecot.log
        protocols = imap lmtp
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        mail_location = maildir:~/Maildir
        first_valid_uid = 1
        first_valid_gid = 1
        recipient_delimiter = +
        mail_max_userip_connections = 100
        postmaster_address = postmaster@shop.test
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%u {{folder}}/users
        }
        userdb {
          driver = passwd-file
          args = username_format=%u {{folder}}/users
        }
        service imap-login {
          inet_listener imap {
            port = {{imap}}
          }
          inet_listener imaps {
            port = 0
          }
        }
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = {{lmtp}}
          }
        }

        """;

    private static async Task<bool> AnswersAsync(int port)
    {
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Whoever runs tests ends this process at once after the last one, so that nothing in here could do it.</summary>
    private static void EndWithThisProcess(string folder, string program, string[] arguments)
    {
        const string script = "me=$1; folder=$2; shift 2; \"$@\" </dev/null >>\"$folder/out\" 2>&1 & server=$!; "
            + "while kill -0 $me 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 1; done; kill $server 2>/dev/null; wait $server; "
            + "kill -0 $me 2>/dev/null || rm -rf \"$folder\"";
        Process.Start("/bin/sh", ["-c", script, "sh", $"{Environment.ProcessId}", folder, program, .. arguments]).Dispose();
    }

    private static string? Find(string program) =>
        ((string[])["/usr/sbin", "/usr/local/sbin", "/sbin"]).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test against the mail servers of this machine.</summary>
public sealed class MailFactAttribute : FactAttribute
{
    public MailFactAttribute() => Skip = MailServers.WhyNot;
}
