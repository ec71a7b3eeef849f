using System.Globalization;
using System.Text.RegularExpressions;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Effects;

/// <summary>
/// Keeps to what a customer allowed its own assistant: a step of a task that leads beyond is not taken, whatever the assistant that answers decided. The
/// mandate is the message's own, as its session brought it.
/// </summary>
internal static partial class MandateLimits
{
    /// <summary>The value of a task that is an amount of money.</summary>
    private const string Amount = "amount";

    /// <summary>The answer where the mandate covers its step, else a refusal that ends the task.</summary>
    public static AssistantAnswer Of(AssistantAnswer answer, AssistantMandate? mandate, AssistantMemory? memory, string language) =>
        mandate is null || answer.Step?.Progress is not { } progress || Covers(mandate, progress) ? answer
        : new(Refusal(progress.Tool, language)) { Step = memory?.Task is { Stage: not TaskStage.Running } ? new(null, "refused") : null };

    private static bool Covers(AssistantMandate mandate, TaskProgress progress) =>
        mandate.Allows(progress.Tool) && progress.Slots.Where(slot => slot.Name.Equals(Amount, StringComparison.OrdinalIgnoreCase))
            .All(slot => mandate.AmountMax is not { } most || (AmountOf(slot.Value) is { } asked && asked <= most));

    /// <summary>The one number of a text; null where there is none or several: then it is not known to be small enough.</summary>
    private static decimal? AmountOf(string value) =>
        Number().Matches(value) is [var only] && decimal.TryParse(
            only.Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private static string Refusal(string tool, string language) => language is "ms" or "id"
        ? $"Mandat pembantu anda tidak meliputi '{tool}' dengan nilai ini, jadi ia tidak dilakukan. Pelanggan sendiri boleh memintanya di sini."
        : $"The mandate of your assistant does not cover '{tool}' with these values, so it is not done. The customer may ask for it here.";

    [GeneratedRegex(@"\d[\d,]*(\.\d+)?")]
    private static partial Regex Number();
}
