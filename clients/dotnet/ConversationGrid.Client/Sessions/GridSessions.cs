using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client.Sessions;

/// <summary>Signs customers and agents in over REST.</summary>
public sealed class GridSessions(HubTransport transport, Uri address)
{
    private const string Path = "/api/v1/sessions/";

    /// <param name="olderToken">Keeps the same anonymous customer.</param>
    /// <exception cref="GridException">The server refused, or could not be reached (<c>disconnected</c>).</exception>
    public Task<CustomerSession> CustomerAsync(CustomerSessionRequest request, string? olderToken = null, CancellationToken cancel = default) =>
        PostAsync("customer", request, WireJson.Default.CustomerSessionRequest, WireJson.Default.CustomerSession, olderToken, cancel);

    /// <inheritdoc cref="CustomerAsync"/>
    public Task<AgentSession> AgentAsync(AgentSessionRequest request, CancellationToken cancel = default) =>
        PostAsync("agent", request, WireJson.Default.AgentSessionRequest, WireJson.Default.AgentSession, null, cancel);

    private async Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string kind, TRequest body, JsonTypeInfo<TRequest> bodyType, JsonTypeInfo<TAnswer> answerType, string? token, CancellationToken cancel)
    {
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(address, Path + kind)) { Content = JsonContent.Create(body, bodyType) };
            if (token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await transport.Http.SendAsync(message, cancel);
            if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancel);
            return await response.Content.ReadFromJsonAsync(answerType, cancel) ?? throw new GridException(GridErrorCode.Invalid, "The session is empty.");
        }
        catch (HttpRequestException e)
        {
            throw new GridException(GridErrorCode.Disconnected, $"No answer from {address}.", e);
        }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new GridException(GridErrorCode.Disconnected, $"No answer from {address} in time.", e);
        }
    }

    private static async Task<GridException> RefusalAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        Problem? problem = null;
        try
        {
            problem = await response.Content.ReadFromJsonAsync(WireJson.Default.Problem, cancel);
        }
        catch (JsonException)
        {
            // Not every refusal on the way is the server's own.
        }
        var code = problem?.Code ?? (int)response.StatusCode switch
        {
            401 => GridErrorCode.Unauthenticated,
            403 => GridErrorCode.Forbidden,
            404 => GridErrorCode.NotFound,
            429 => GridErrorCode.RateLimited,
            >= 500 => GridErrorCode.Unavailable,
            _ => GridErrorCode.Invalid,
        };
        return new GridException(code, problem?.Detail ?? problem?.Title ?? $"The server answered {(int)response.StatusCode}.", retryable: problem?.Retryable);
    }
}
