using System.Reflection;
using ConversationGrid.Grains.Wire;
using Orleans;

namespace ConversationGrid.Grains.Tests;

/// <summary>What goes between processes has a name that was written by hand, so that silos of two versions understand each other while one is replaced.</summary>
public class AliasTests
{
    private static readonly Type[] Types = typeof(ContractCodec).Assembly.GetTypes();

    [Fact]
    public void InterfacesAndSerialisedTypes_HaveAliases_AndEachIsThereOnce()
    {
        var travelling = Types.Where(IsCalled).Concat(Types.Where(t => t.IsDefined(typeof(GenerateSerializerAttribute)))).Append(typeof(ContractCodec)).ToList();
        Assert.True(travelling.Count > 8, $"Only {travelling.Count} types.");
        Assert.Empty(travelling.Where(t => t.GetCustomAttribute<AliasAttribute>() is null).Select(t => t.Name));
        Assert.Empty(Twice(travelling.Select(t => t.GetCustomAttribute<AliasAttribute>()!.Alias)));
    }

    [Fact]
    public void MethodsOfTheseInterfaces_HaveAliases_AndEachIsThereOnce()
    {
        foreach (var called in Types.Where(IsCalled))
        {
            var methods = called.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly);
            Assert.Empty(methods.Where(m => m.GetCustomAttribute<AliasAttribute>() is null).Select(m => $"{called.Name}.{m.Name}"));
            Assert.Empty(Twice(methods.Select(m => m.GetCustomAttribute<AliasAttribute>()!.Alias)));
        }
    }

    private static bool IsCalled(Type type) => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type);

    private static IEnumerable<string> Twice(IEnumerable<string> names) => names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key);
}
