using System.CommandLine;
using System.Globalization;
using ConversationGrid.Commands;
using ConversationGrid.Quality.Risk;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>The commands that train and check what finds names and anger in messages.</summary>
internal static class PersonalDataCommands
{
    private const string Data = "../shared/data";
    private const string Care = "loadtests/ConversationGrid.Quality/data";

    public static IEnumerable<Command> All(TextWriter output) => [TrainRisk(output), ScanClean(output), CrossNames(output), TrainNames(output)];

    private static Command TrainRisk(TextWriter output)
    {
        var (traffic, model) = (Text("--traffic", "recorded dialogues", Data + "/traffic/star.jsonl.gz"),
            Text("--out", "where the model goes", "src/ConversationGrid.Understanding/Resources/risk.bin"));
        var command = new Command("train-risk", "Trains the model of a conversation's risk.") { traffic, model };
        command.SetAction(parsed => output.WriteLine(RiskTrainer.Train(parsed.GetValue(traffic)!, parsed.GetValue(model)!, output).ToJsonString()));
        return command;
    }

    private static Command ScanClean(TextWriter output)
    {
        var (traffic, every) = (Text("--traffic", "recorded dialogues", Data + "/traffic/sgd.jsonl.gz"),
            Numbers.Of("--every", "looks at each so many-th message", 1, int.MaxValue, 10));
        var command = new Command("scan-clean", "Lists what is found in dialogues that hold no personal data.") { traffic, every };
        command.SetAction(parsed => output.WriteLine(CleanTraffic.Scan(parsed.GetValue(traffic)!, parsed.GetValue(every), output).ToJsonString()));
        return command;
    }

    private static Command CrossNames(TextWriter output)
    {
        var (data, care) = (Text("--data", "the data sets", Data), Text("--care", "sentences of our own", Care));
        var errors = Numbers.Of("--errors", "prints so many rows that came out wrong", 0, int.MaxValue, 0);
        var caution = new Option<float[]>("--caution")
        {
            Description = "how sure the tagger must be", HelpName = "N,N", DefaultValueFactory = _ => [0],
            CustomParser = result =>
            {
                var values = new List<float>();
                foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
                {
                    if (float.TryParse(text, CultureInfo.InvariantCulture, out var value)) values.Add(value);
                    else result.AddError($"--caution are numbers with commas between them, not '{text}'.");
                }
                return [.. values];
            },
        };
        var command = new Command("cross-names", "Cross-validates the tagger of names.") { data, care, caution, errors };
        command.SetAction(
            parsed => NameTrainer.CrossValidate(parsed.GetValue(data)!, parsed.GetValue(care)!, parsed.GetValue(caution)!, parsed.GetValue(errors), output));
        return command;
    }

    private static Command TrainNames(TextWriter output)
    {
        var (data, care) = (Text("--data", "the data sets", Data), Text("--care", "sentences of our own", Care));
        var everything = new Option<bool>("--everything") { Description = "also on what is else held back" };
        var caution = Numbers.Of("--caution", "how sure the tagger must be", -1_000f, 1_000f, 0f);
        var model = Text("--out", "where the model goes", "personal-names.bin");
        var command = new Command("train-names", "Trains the tagger of names.") { data, care, everything, caution, model };
        command.SetAction(parsed => NameTrainer.Train(
            parsed.GetValue(data)!, parsed.GetValue(care)!, parsed.GetValue(everything), parsed.GetValue(caution), parsed.GetValue(model)!, output));
        return command;
    }

    private static Option<string> Text(string name, string description, string otherwise) =>
        new(name) { Description = description, HelpName = "FILE", DefaultValueFactory = _ => otherwise };
}
