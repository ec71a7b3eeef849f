using Xunit.Abstractions;
using Xunit.Sdk;

namespace ConversationGrid.Conformance;

/// <summary>A fact that every engine, or every store, must pass. A class marked with a <see cref="NeedsAttribute"/> that is not met is skipped with the
/// reason.</summary>
[XunitTestCaseDiscoverer("ConversationGrid.Conformance.EngineFactDiscoverer", "ConversationGrid.Conformance")]
public sealed class EngineFactAttribute : FactAttribute;

/// <summary>What the facts of a test class need on this machine.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class NeedsAttribute : Attribute
{
    /// <summary>What is missing; null when all is there.</summary>
    public abstract string? Missing { get; }
}

/// <summary>Finds the facts; xunit calls it.</summary>
public sealed class EngineFactDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        [new EngineTestCase(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)];
}

/// <summary>A test case that looks at its class for what it needs.</summary>
public sealed class EngineTestCase : XunitTestCase
{
    [Obsolete("For deserialization by xunit.")]
    public EngineTestCase()
    {
    }

    public EngineTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsAttribute)).OfType<IReflectionAttributeInfo>()
            .Select(a => ((NeedsAttribute)a.Attribute).Missing).FirstOrDefault(m => m is not null) ?? base.GetSkipReason(factAttribute);
}
