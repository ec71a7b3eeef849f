using System.Text;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Channels.Modules;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Channels.Mail;

/// <summary>E-mail: mailboxes that are read by IMAP and send by SMTP.</summary>
public sealed class MailModule : IChannelModule
{
    private const string RulesSection = "Grid:Channels:MailRules";

    public IEnumerable<(string Path, Type Type)> Sections =>
        [(Mailboxes.Section, typeof(Dictionary<string, Dictionary<string, MailboxOptions>>)), (RulesSection, typeof(MailRules))];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        // Mails are written in many more encodings than the runtime knows by itself.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        services.AddOptions<MailRules>().BindConfiguration(RulesSection).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<MailRules>>().Value);
        services.AddSingleton(new Mailboxes(configuration)).AddSingleton<MailAddresses>().AddSingleton<AddressBook>().AddSingleton<MailThreads>();
        services.AddSingleton<MailComposer>().AddSingleton<MailSender>().AddSingleton<IChannelSender>(s => s.GetRequiredService<MailSender>());
        services.AddSingleton<ICodeSender, MailCodes>();
        services.AddSingleton<MailIntake>().AddHostedService<Readers>();
    }

    /// <summary>Reads all mailboxes that have a server to read from, each by the process that has its lease.</summary>
    private sealed class Readers(
        Mailboxes mailboxes, MailIntake intake, MailRules rules, IAccessStore store, TimeProvider time, ILogger<MailboxReader> log,
        IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource();
            // Not before the grid takes what is read.
            lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            var member = ClientKeys.Base32(System.Security.Cryptography.RandomNumberGenerator.GetBytes(17));
            await Task.WhenAll(mailboxes.All.Where(m => m.Options.Imap.Host is not null).Select(m =>
                new MailboxReader(m, new MailboxLease(store, m, member, rules.LeaseFor, time), intake, rules, time, log).RunAsync(stoppingToken)));
        }
    }
}
