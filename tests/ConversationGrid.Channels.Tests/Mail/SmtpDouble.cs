using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>A mail server in this process that can be told how to fail.</summary>
internal sealed class SmtpDouble : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private SmtpDouble(int port)
    {
        Port = port;
        var provider = new ServiceProvider();
        provider.Add(new Store(this));
        provider.Add((IMailboxFilter)new Filter(this));
        _running = new SmtpServer.SmtpServer(
            new SmtpServerOptionsBuilder().ServerName("double").Endpoint(e => e.Endpoint(new IPEndPoint(IPAddress.Loopback, port))).Build(), provider)
            .StartAsync(_stop.Token);
    }

    public int Port { get; }

    /// <summary>Mails that were taken, in their order.</summary>
    public ConcurrentQueue<MimeMessage> Taken { get; } = new();

    /// <summary>What to answer the next mails: a status of RCPT or of DATA, or what to do.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();
    public int Tries { get; private set; }

    public static SmtpDouble Start() => new(MailServers.FreePort());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
        _stop.Dispose();
    }

    private sealed class Filter(SmtpDouble owner) : IMailboxFilter
    {
        public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken)
        {
            owner.Tries++;
            if (!owner.Faults.TryPeek(out var fault) || fault is not ("550" or "450")) return Task.FromResult(true);
            owner.Faults.TryDequeue(out _);
            throw new SmtpResponseException(new SmtpResponse((SmtpReplyCode)int.Parse(fault), "no such one"));
        }
    }

    private sealed class Store(SmtpDouble owner) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            owner.Faults.TryDequeue(out var fault);
            if (fault == "cut") throw new SmtpResponseException(new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "bye"), quit: true);
            if (fault == "slow") await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, cancellationToken);
            if (fault is { Length: 3 }) return new SmtpResponse((SmtpReplyCode)int.Parse(fault), "no");
            var mail = await MimeMessage.LoadAsync(new MemoryStream(buffer.ToArray()), cancellationToken);
            owner.Taken.Enqueue(mail);
            // Taken, and the answer is lost.
            if (fault == "lost") throw new SmtpResponseException(new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "bye"), quit: true);
            return SmtpResponse.Ok;
        }
    }
}
