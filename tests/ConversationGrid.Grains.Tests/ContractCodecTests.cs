using System.Collections;
using System.Reflection;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Grains.Wire;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace ConversationGrid.Grains.Tests;

public class ContractCodecTests
{
    private static readonly IServiceProvider Services = new ServiceCollection().AddContractCodec().BuildServiceProvider();
    private static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();
    private static readonly DeepCopier Copier = Services.GetRequiredService<DeepCopier>();

    public static TheoryData<string> Names => new(WireNames.All.Select(n => n.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryContractType_ComesBackEqual_AsItselfAndAsItsFamily(string name)
    {
        var type = WireNames.All.Single(n => n.Name == name).Type;
        var value = Make(type, name);
        Assert.Equal(Json(value), Json(RoundTrip(type, value)));
        foreach (var family in WireNames.Families.Where(f => f.IsAssignableFrom(type)))
        {
            var back = RoundTrip(family, value);
            Assert.Equal(type, back.GetType());
            Assert.Equal(Json(value), Json(back));
        }
        var anything = RoundTrip(typeof(object), value);
        Assert.Equal(type, anything.GetType());
        Assert.Equal(Json(value), Json(anything));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WithinAProcess_TheVeryInstanceIsPassed(string name)
    {
        var value = Make(WireNames.All.Single(n => n.Name == name).Type, name);
        Assert.Same(value, Copier.Copy(value));
        DomainEvent[]? events = value is DomainEvent e ? [e] : null;
        if (events is not null) Assert.Same(value, Copier.Copy(events)[0]);
    }

    [Fact]
    public void EveryCommandAndEvent_HasAWireName()
    {
        var bases = WireNames.Families;
        var all = typeof(IGrid).Assembly.GetTypes().Where(t => !t.IsAbstract && bases.Any(b => b.IsAssignableFrom(t))).ToList();
        Assert.NotEmpty(all);
        Assert.Empty(all.Except(WireNames.All.Select(n => n.Type)).Select(t => t.Name));
        Assert.Equal(WireNames.All.Count, WireNames.All.Select(n => n.Name).Distinct().Count());
    }

    /// <summary>Whatever the contracts' methods take and return must be known, or the first call to it fails at run time.</summary>
    [Fact]
    public void EveryParameterAndResult_OfTheContracts_IsKnown()
    {
        var used = new[] { typeof(IConversation), typeof(ICustomer), typeof(IAgent), typeof(IQueue), typeof(IWorkspace) }
            .SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType.GetGenericArguments().Single()))
            .Where(t => t != typeof(CancellationToken) && t != typeof(string));
        Assert.Empty(used.Except(WireNames.All.Select(n => n.Type)).Except(WireNames.Families).Select(t => t.Name));
    }

    [Fact]
    public void NullAndAList_ComeBack()
    {
        Assert.Null(RoundTrip(typeof(ConversationView), null!));
        DomainEvent[] events = [new Closed(null) { At = At(3), By = new(ActorKind.Agent, "a", "Aina \U0001F600 ஆம்") },
            new AgentLeased("g", At(5)) { At = At(4) }];
        Assert.Equal(events, (DomainEvent[])RoundTrip(typeof(DomainEvent[]), events));
    }

    [Fact]
    public void LargeMessages_ComeBack()
    {
        var text = string.Concat(Enumerable.Repeat("Selamat pagi! ", 40_000));
        for (var i = 0; i < 3; i++)
            Assert.Equal(text, ((PostMessage)RoundTrip(typeof(ConversationCommand), new PostMessage(Caller.System, "k", text))).Text);
        Assert.Equal("x", ((PostMessage)RoundTrip(typeof(ConversationCommand), new PostMessage(Caller.System, "k", "x"))).Text);
    }

    [Fact]
    public void AnUnknownName_IsAnError()
    {
        var bytes = Serializer.SerializeToArray<ConversationCommand>(new TickConversation());
        var at = bytes.AsSpan().IndexOf("tickConversation"u8);
        bytes[at] = (byte)'x';
        Assert.Throws<JsonException>(() => Serializer.Deserialize<ConversationCommand>(bytes));
    }

    private static object RoundTrip(Type declared, object value) =>
        typeof(ContractCodecTests).GetMethod(nameof(RoundTripAs), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(declared)
        .Invoke(null, [value])!;

    private static T RoundTripAs<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;

    private static string Json(object value) => JsonSerializer.Serialize(value, ContractsJson.Options.GetTypeInfo(value.GetType()));

    private static DateTimeOffset At(int seconds) => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(seconds);

    /// <summary>A value with every member set, by its longest constructor and its settable members.</summary>
    private static object Make(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return $"{name} \"teks\" தமிழ்";
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return 1 + name.Length % 4;
        if (type == typeof(long)) return 9_007_199_254_740_993 + name.Length;
        if (type == typeof(uint)) return 4_000_000_000 + (uint)name.Length;
        if (type == typeof(double)) return 0.1 + name.Length;
        if (type == typeof(decimal)) return 12.5m + name.Length;
        if (type == typeof(DateTimeOffset)) return At(name.Length).AddTicks(1234567);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(1)!;
        if (type == typeof(IReadOnlyDictionary<string, int>)) return new Dictionary<string, int> { [name] = 1 + name.Length, ["தமிழ்"] = 5 };
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
        {
            var element = type.GetGenericArguments()[0];
            var array = Array.CreateInstance(element, 2);
            array.SetValue(Make(element, name + "0"), 0);
            array.SetValue(Make(element, name + "1"), 1);
            return array;
        }
        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != type)
            .MaxBy(c => c.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var value = constructor.Invoke([.. parameters.Select(p => Make(p.ParameterType, p.Name!))]);
        foreach (var member in type.GetProperties().Where(
            m => m.SetMethod is not null && !m.IsDefined(typeof(NotStoredAttribute)) && parameters.All(p => p.Name != m.Name)))
            member.SetValue(value, Make(member.PropertyType, member.Name));
        return value;
    }
}
