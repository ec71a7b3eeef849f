using System.Text.Json.Nodes;

namespace ConversationGrid.Quality.Tasks;

/// <summary>Personal data among the tasks, so that the report and the guard measure it like the others; the scoring is that of <c>evaluate pii</c>.</summary>
internal sealed class PersonalDataTask : IQualityTask
{
    public string Name => "pii";

    public JsonObject Evaluate(EvaluationRequest request, TextWriter report) => PersonalData.PersonalDataTask.Evaluate(request.Test, null, 0, report);

    public JsonObject Train(TrainingRequest request, TextWriter report) => throw new UsageException("pii is not trained by this command; see train-names.");
}
