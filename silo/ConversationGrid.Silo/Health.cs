using System.Globalization;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Silo;

/// <summary>The host's health: <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal static class Health
{
    private const string Engine = "orleans";

    /// <summary>Of the build, as Directory.Build.props says.</summary>
    private static readonly string Version = typeof(Health).Assembly.GetName().Version!.ToString(3);

    /// <summary><c>/health/live</c>: the process runs, and which version. <c>/health/ready</c>: it can take work; 503 while it starts, drains, has no
    /// journal, or its read models have not caught up with what was in it at the start. Articles without their vectors are no reason.</summary>
    public static IEndpointRouteBuilder MapGridHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live", engine = Engine, version = Version })).AllowAnonymous()
            .ExcludeFromDescription();
        routes.MapGet("/health/ready",
            async (IAgenda agenda, IReadModels models, IHostApplicationLifetime lifetime, EmbeddedArticles embedded, CancellationToken cancel) =>
        {
            if (!lifetime.ApplicationStarted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
                return NotReady("starting or draining");
            try
            {
                await agenda.NextDueAsync(cancel);
                var state = await models.StateAsync(cancel);
                var behindSeconds = Math.Round(state.Behind.TotalSeconds, 1);
                return state.IsCaughtUp
                    ? Results.Json(new { status = "ready", engine = Engine, articleVectors = embedded.Progress, readModels = new { behindSeconds } })
                    : NotReady($"the read models are {behindSeconds.ToString(CultureInfo.InvariantCulture)} "
                    + $"s of history behind; lists, search and figures are not whole yet", behindSeconds);
            }
            catch (JournalUnavailableException)
            {
                return NotReady("the journal does not answer");
            }
        }).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    private static IResult NotReady(string why, double? behindSeconds = null) =>
        Results.Json(new { status = "not ready", why, behindSeconds }, statusCode: StatusCodes.Status503ServiceUnavailable);
}
