using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Privacy;
using ConversationGrid.Privacy.Keys;
using ConversationGrid.Privacy.Settings;

namespace ConversationGrid.Conformance;

/// <summary>The keys of stores under test, all under one master key.</summary>
public static class TestKeys
{
    public static readonly PrivacyOptions Options =
        new() { MasterKey = Convert.ToBase64String([.. Enumerable.Range(0, LocalMasterKey.Length).Select(i => (byte)i)]) };

    public static IDataKeys Of(IDatabase database) => PrivacyServices.Keys(database, LocalMasterKey.Of(Options, "none"), Options, TimeProvider.System);
}
