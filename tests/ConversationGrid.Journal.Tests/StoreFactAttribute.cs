using ConversationGrid.Journal.Postgres;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ConversationGrid.Journal.Tests;

/// <summary>A fact that every store must pass. For a store that is not on this machine it is skipped with the reason.</summary>
[XunitTestCaseDiscoverer("ConversationGrid.Journal.Tests.StoreFactDiscoverer", "ConversationGrid.Journal.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>Marks a test class whose store needs an installed PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute;

/// <summary>Finds the facts; xunit calls it.</summary>
public sealed class StoreFactDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        [new StoreTestCase(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)];
}

/// <summary>A test case that looks at its class for what it needs.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("For deserialization by xunit.")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method) : base(sink, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any() && PrivatePostgres.FindBinaries() is null
            ? PrivatePostgres.InstallHint
            : base.GetSkipReason(factAttribute);
}
