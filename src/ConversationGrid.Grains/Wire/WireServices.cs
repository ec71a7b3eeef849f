using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;

namespace ConversationGrid.Grains.Wire;

internal static class WireServices
{
    /// <summary>Teaches a silo or a client to carry contract types, and this product's exceptions by their own type.</summary>
    public static IServiceCollection AddContractCodec(this IServiceCollection services)
    {
        services.AddSingleton<ContractCodec>();
        services.AddSingleton<IGeneralizedCodec>(p => p.GetRequiredService<ContractCodec>());
        services.AddSingleton<IGeneralizedCopier>(p => p.GetRequiredService<ContractCodec>());
        services.AddSingleton<ITypeFilter>(p => p.GetRequiredService<ContractCodec>());
        services.Configure<ExceptionSerializationOptions>(o => o.SupportedNamespacePrefixes.Add("ConversationGrid"));
        return services.AddSerializer(serializer => serializer.Configure(o => o.WellKnownTypeAliases[ContractCodec.Name] = typeof(ContractCodec)));
    }
}
