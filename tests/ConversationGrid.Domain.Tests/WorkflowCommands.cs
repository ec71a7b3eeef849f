using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests;

/// <summary>Draws the working day's commands, and settings that react to whatever happens.</summary>
internal static class WorkflowCommands
{
    /// <summary>A workspace with a service level, a macro and rules that set one another off.</summary>
    public static readonly ServiceSettings Busy = SettingsOf(
        (SettingKinds.Calendar, "always", """{"timeZone":"Asia/Kuala_Lumpur","hours":[{"day":"monday","from":"09:00","to":"12:00"},{"day":"sunday","from":"00:00","to":"24:00"}]}"""),
        (SettingKinds.Policy, "all", """{"name":"All","calendar":"always","firstResponse":{"within":"00:01:00","warnBefore":"00:00:20"},"nextResponse":{"within":"00:02:00"},"resolution":{"within":"01:00:00"},"onBreach":[{"do":"raisePriority"},{"do":"moveToQueue","value":"billing"}]}"""),
        (SettingKinds.Macro, "thanks", """{"name":"Thanks","texts":[{"language":"en","text":"Thank you, {{customer}}."},{"language":"ms","text":"Terima kasih, {{customer}}."}],"actions":[{"do":"addLabel","value":"thanked"},{"do":"resolve"}]}"""),
        (SettingKinds.Rule, "ping", """{"name":"Ping","on":["customerMessage","labelled"],"then":[{"do":"addLabel","value":"ping"},{"do":"removeLabel","value":"pong"}]}"""),
        (SettingKinds.Rule, "pong", """{"name":"Pong","on":["labelled"],"then":[{"do":"removeLabel","value":"ping"},{"do":"addLabel","value":"pong"}]}"""),
        (SettingKinds.Rule, "later", """{"name":"Later","on":["agentMessage"],"until":["customerMessage"],"after":"00:00:30","then":[{"do":"setField","name":"quiet","value":"yes"},{"do":"snooze","value":"00:01:00"}]}"""));

    public static ServiceSettings SettingsOf(params IEnumerable<(string Kind, string Id, string Body)> settings)
    {
        var state = WorkspaceState.Initial(new("demo", "settings"));
        var admin = new Caller(CallerRole.Admin, new(ActorKind.Agent, "omar", "Omar"), []);
        foreach (var (kind, id, body) in settings)
        {
            var decision = Administration.Decide(state, new SaveSetting(admin, kind, id, body, null), Commands.Start);
            Assert.True(decision.Refusal is null, decision.Refusal?.Message);
            state = Administration.Evolve(state, state.Seq + 1, decision.Events.Single());
        }
        return new(state);
    }

    public static ConversationCommand Draw(Draw draw, ConversationState s, Caller by, string key, string text)
    {
        var label = draw.Pick("vip", "late", "", "thanked", new string('l', 65));
        return draw.Below(18) switch
        {
            0 => new LabelConversation(by, draw.Chance(80) ? [label] : null, draw.Chance(40) ? ["vip"] : null),
            1 => new SetFields(by, [new("order", draw.Pick(null, "17", text))]),
            2 or 3 => new SetPriority(by, draw.Below(6) - 1),
            4 or 5 => new SnoozeConversation(by, s.UpdatedAt.AddSeconds(draw.Below(200))),
            6 => new UnsnoozeConversation(by),
            7 => new HoldConversation(by, draw.Chance(50)),
            8 => new MergeConversation(by, draw.Pick("c1", "c2"), draw.Pick("nur", "other")),
            9 => new AbsorbConversation(draw.Pick("c3", "c4"), ["old"]),
            10 => new MarkSpam(by),
            11 => new BlockConversation(draw.Chance(20)),
            12 => new RunMacro(by, draw.Pick("thanks", "thanks", "nosuch"), key),
            13 => new TakeOverConversation(by, draw.Pick("ben", "aina", "siti"), "name"),
            14 => new JoinConversation(by),
            16 => new ValueConversation(draw.Below(6) - 1),
            15 => new PostNote(by, key, text, Whisper: true),
            17 when draw.Chance(10) => new EraseConversation(draw.Pick(ErasureReason.Customer, ErasureReason.Retention), ["vip"]),
            17 when draw.Chance(10) => new MoveToCustomer("nur", "other", draw.Pick("Nur", null)),
            17 when draw.Chance(40) => new RedactMessage(by, draw.Below(20), draw.Chance(30)),
            17 when draw.Chance(50) => new FinishRedaction(1 + draw.Below(20), draw.Chance(30), by.Actor),
            17 when draw.Chance(60) => Report(draw, s),
            17 when draw.Chance(60) => new ConfirmDelivery(
                s.Delivery.SentSeqs is [var sent, ..] ? sent : draw.Below(20), draw.Pick(DeliveryProblem.None, DeliveryProblem.AddressUnknown)),
            _ => new LeaveConversation(by),
        };
    }

    private static ReportDelivery Report(Draw draw, ConversationState s)
    {
        var effect = s.Pending.Find(p => p.Effect is DeliverMessage);
        var result = draw.Pick(DeliveryResult.Sent, DeliveryResult.Sent, DeliveryResult.Delivered, DeliveryResult.Later, DeliveryResult.Failed);
        return new(
            effect?.Id ?? new(1, 0), (effect?.Effect as DeliverMessage)?.MessageSeq ?? 2,
            new(result, draw.Pick(DeliveryProblem.Unreachable, DeliveryProblem.Refused, DeliveryProblem.TextRemoved)));
    }
}
