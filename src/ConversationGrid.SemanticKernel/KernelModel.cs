using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace ConversationGrid.SemanticKernel;

/// <summary>Chat connectors of Semantic Kernel as models.</summary>
public static class KernelModel
{
    /// <summary>The connector as the client that answers are made with. Grounding, masking, budgets and time limits stay the product's own.</summary>
    public static IChatClient Of(IChatCompletionService service)
    {
        ArgumentNullException.ThrowIfNull(service);
#pragma warning disable SKEXP0001 // Marked as experimental by its makers; the only bridge between the two interfaces.
        return new WholeCalls(service).AsChatClient();
#pragma warning restore SKEXP0001
    }
}
