using ConversationGrid.Contracts;
using ConversationGrid.Engine.Notices;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Privacy.Audit;
using ConversationGrid.Privacy.Erasures;
using ConversationGrid.Privacy.Exports;
using ConversationGrid.Privacy.Keys;
using ConversationGrid.Privacy.Retention;
using ConversationGrid.Privacy.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Privacy;

/// <summary>Registers the keys of personal data and what removes them.</summary>
public static class PrivacyServices
{
    /// <summary>Options from <c>Grid:Privacy</c>. The journal takes its keys from here.</summary>
    /// <param name="folder">Folder of the data, where the master key's file is unless the options say otherwise.</param>
    public static IServiceCollection AddPrivacy(this IServiceCollection services, string folder)
    {
        services.AddOptions<PrivacyOptions>().BindConfiguration(PrivacyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<PrivacyOptions>>().Value);
        services.TryAddSingleton<IMasterKey>(s => LocalMasterKey.Of(s.GetRequiredService<PrivacyOptions>(), folder));
        services.AddSingleton<Func<IDatabase, IDataKeys>>(
            s => database => Keys(database, s.GetRequiredService<IMasterKey>(), s.GetRequiredService<PrivacyOptions>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => (DataKeys)s.GetRequiredService<IJournalStore>().Keys!);
        services.AddSingleton<IDataKeys>(s => s.GetRequiredService<DataKeys>()).AddSingleton<INoticed>(s => s.GetRequiredService<DataKeys>());
        services.AddSingleton<INoticed, ForgetsRecent>();
        services.AddSingleton(s => new ErasureLedger(s.GetRequiredService<IDatabase>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new CustomerStreams(
            s.GetRequiredService<IJournalStore>(), s.GetRequiredService<DataKeys>(), s.GetRequiredService<IGrid>, s.GetRequiredService<PrivacyOptions>(),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new CustomerErasure(
            s.GetRequiredService<IJournalStore>(), s.GetRequiredService<ISnapshots>(), s.GetRequiredService<DataKeys>(), s.GetRequiredService<ErasureLedger>(),
            s.GetRequiredService<CustomerStreams>(), s.GetRequiredService<IGrid>, s.GetRequiredService<PrivacyOptions>(), s.GetService<IAttachments>()));
        services.AddSingleton<IErasures>(s => s.GetRequiredService<CustomerErasure>());
        services.AddSingleton<ISettingScrub>(s => new SettingScrub(s.GetRequiredService<IJournalStore>(), s.GetRequiredService<ISnapshots>()));
        services.AddSingleton(s => new RedactionLedger(s.GetRequiredService<IDatabase>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRedactions>(s => new MessageRedaction(
            s.GetRequiredService<IJournalStore>(), s.GetRequiredService<ISnapshots>(), s.GetRequiredService<DataKeys>(),
            s.GetRequiredService<RedactionLedger>(), s.GetRequiredService<CustomerErasure>(), s.GetService<IAttachments>()));
        services.AddSingleton<IExports>(s => new CustomerExport(
            s.GetRequiredService<IJournalStore>(), s.GetRequiredService<CustomerStreams>(), s.GetRequiredService<IGrid>, s.GetRequiredService<TimeProvider>(),
            s.GetService<IAttachments>()));
        services.AddSingleton(s => new RetentionSweeper(
            s.GetRequiredService<IJournalStore>(), s.GetRequiredService<WorkspaceDirectory>(), s.GetRequiredService<CustomerErasure>(),
            s.GetRequiredService<IGrid>,
            s.GetRequiredService<PrivacyOptions>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RetentionSweeper>>()));
        services.AddSingleton(s => new SecurityLog(
            s.GetRequiredService<IDatabase>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<SecurityLog>>()));
        services.AddSingleton<ISecurityLog>(s => s.GetRequiredService<SecurityLog>()).AddHostedService(s => s.GetRequiredService<SecurityLog>());
        services.AddSingleton<IRetention>(s => s.GetRequiredService<RetentionSweeper>());
        services.AddSingleton<IHostedService>(s => new ErasuresAtStart(
            s.GetRequiredService<DataKeys>(), s.GetRequiredService<ErasureLedger>(), s.GetRequiredService<IErasures>(),
            s.GetRequiredService<RedactionLedger>(), s.GetRequiredService<IRedactions>(), s.GetRequiredService<IGrid>,
            s.GetRequiredService<ILogger<ErasuresAtStart>>()));
        return services.AddHostedService(s => s.GetRequiredService<RetentionSweeper>());
    }

    /// <summary>The keys of a store that no host composes, e.g. a command's.</summary>
    public static IDataKeys Keys(IDatabase database, IMasterKey master, PrivacyOptions options, TimeProvider time) =>
        new DataKeys(database, master, options.KeysInMemoryMax, time);

    /// <summary>What was decoded a moment ago must not outlive its key.</summary>
    private sealed class ForgetsRecent(IJournalStore store) : INoticed
    {
        public void Hear(StreamId stream, Committed committed)
        {
            if (committed.Event is Erased or CustomerErased or MessageRedacted or NoteRedacted) store.ForgetRecent();
        }
    }
}
