using ConversationGrid.Attachments.Files;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Attachments;

/// <summary>Registers the files that belong to messages.</summary>
public static class AttachmentServices
{
    /// <param name="folder">Folder of the data, below which files lie unless the options say otherwise.</param>
    public static IServiceCollection AddAttachments(this IServiceCollection services, string folder)
    {
        services.AddOptions<AttachmentOptions>().BindConfiguration(AttachmentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<AttachmentOptions>>().Value);
        services.AddSingleton(s => new KeptAttachments(
            new FolderFiles(Path.GetFullPath(s.GetRequiredService<AttachmentOptions>().Path ?? Path.Combine(folder, "attachments"))),
            s.GetService<IDataKeys>(), s.GetRequiredService<AttachmentOptions>()));
        services.AddSingleton<IAttachments>(s => s.GetRequiredService<KeptAttachments>());
        return services.AddSingleton<IHostedService>(s => new Leftovers(
            s.GetRequiredService<KeptAttachments>(), s.GetRequiredService<AttachmentOptions>(), s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<Leftovers>>()));
    }
}
