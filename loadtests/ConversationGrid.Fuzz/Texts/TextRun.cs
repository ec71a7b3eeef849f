using ConversationGrid.Fuzz.Hosts;
using ConversationGrid.Fuzz.Runs;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Texts;

/// <summary>All texts of the corpora through all inputs of a host of its own, or through a part of them.</summary>
internal static class TextRun
{
    /// <summary>People who send side by side.</summary>
    private const int Writers = 4;

    /// <param name="inputsEach">Inputs for each text, in turn; all when null.</param>
    public static async Task<Findings> RunAsync(IReadOnlyList<HostileText> texts, int? inputsEach)
    {
        await using var host = await AttackedHost.StartAsync(AttackedHost.Unlimited);
        using var rest = new Rest(host.Address);
        var findings = new Findings();
        var agentToken = await rest.StaffAsync("aina");
        var supervisorToken = await rest.StaffAsync("siti");
        using var agent = await OpenAsync(host, "/hubs/agent", agentToken);
        using var supervisor = await OpenAsync(host, "/hubs/agent", supervisorToken);
        await agent.CallAsync("SetPresence", new { status = "online" });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var (_, token) = await rest.CustomerAsync();
            using var customer = await OpenAsync(host, "/hubs/customer", token);
            var inputs = new TextInputs(rest, token, customer, agent, supervisor, supervisorToken, findings);
            await inputs.BeginAsync();
            var all = inputs.All;
            for (var i = writer; i < texts.Count; i += Writers)
                for (var n = 0; n < (inputsEach ?? all.Count); n++)
                    await all[(i / Writers + n * 5) % all.Count].Put(texts[i]);
        }));
        if (host.HasExited) findings.Violate($"The host died:\n{host.Tail()}");
        foreach (var error in host.Errors()) findings.Violate($"Logged: {error}");
        return findings;
    }

    private static async Task<HubPeer> OpenAsync(AttackedHost host, string hub, string token) =>
        (await HubPeer.OpenAsync(host.Address, hub, token)).Peer ?? throw new InvalidOperationException($"Nobody was let into {hub}.");
}
