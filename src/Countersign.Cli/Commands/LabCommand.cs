using System.CommandLine;
using System.Net;
using Countersign.Cli.Labs;
using Countersign.Lab.Exercises;

namespace Countersign.Cli.Commands;

/// <summary><c>lab [EXERCISE]</c>: exercises on HTTP authentication, judged by what a server recorded.</summary>
internal static class LabCommand
{
    public static Command Create()
    {
        var number = Chosen(isNeeded: false);
        var listen = new Option<string>("--listen", "-l") { Description = "Where it is served; port 0 takes a free one.", DefaultValueFactory = _ => ServedLab.UsualPoint, HelpName = "ADDRESS:PORT" }
            .CheckedAddress(ServedLab.UsualPoint);
        var untilSolved = new Option<bool>("--until-solved") { Description = "End once the exercise is solved." };
        var others = new Option<bool>("--allow-others") { Description = "Let other machines use it, where the address is no loopback address." };
        var reset = new Option<bool>("--reset") { Description = "Forget the progress of the exercise, or of all." };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "lab",
            "Exercises on HTTP authentication: made to be solved with curl, a browser or a program, and judged by what the server recorded. Without a number it lists them.",
            "countersign lab",
            "countersign lab 1",
            "countersign lab hint 1",
            "countersign lab answer 1 scheme=Basic 'realm=Reading Room 12'",
            "countersign lab 5 --listen 127.0.0.1:0 --until-solved --format json",
            "countersign lab solution 1",
            "countersign lab learnt")
        {
            number, listen, others, untilSolved, reset, format, HintCommand(), SolutionCommand(), AnswerCommand(), LearntCommand(),
        };
        command.Validators.Add(result =>
        {
            if (result.Has(untilSolved) && result.GetValue(number) is null)
                result.AddError("--until-solved is for one exercise: name it.");
            if (result.IsForOthers(listen) && !result.Has(others))
                result.AddError("--listen is no loopback address: whoever reaches it gets any answer of the simulator, redirects to anywhere included. --allow-others lets them.");
        });
        command.SetServing(async (parsed, cancel) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (file, isJson) = (ProgressFile.Open(), OutputFormat.IsJson(parsed, format));
            var exercise = parsed.GetValue(number) is { } text ? ExerciseCatalogue.Find(text) : null;
            if (parsed.GetValue(reset))
            {
                file.Change(error, before => before with { Exercises = exercise is null ? before.Exercises.Clear() : before.Exercises.Remove(exercise.Number) });
                await error.WriteLineAsync("countersign: forgotten.");
                return 0;
            }

            if (exercise is not null)
                return await new ServedLab(file, output, error).RunAsync(exercise, ListenAddress.Read(parsed.GetRequiredValue(listen))!, parsed.GetValue(untilSolved), isJson, cancel) || !parsed.GetValue(untilSolved) ? 0 : 1;
            var progress = file.Read(error);
            if (isJson)
                LabJsonText.List(progress);
            else
                new LabText(output).List(progress);
            return 0;
        });
        return command;
    }

    private static Argument<string?> Chosen(bool isNeeded) => new Argument<string?>("exercise") { Description = "Its number or name.", Arity = isNeeded ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne }
        .Checked(text => ExerciseCatalogue.Find(text) is null ? $"there is no exercise {QuotedWord.Of(text)}; 'countersign lab' lists them." : null);

    private static CommandWithExamples HintCommand()
    {
        var number = Chosen(isNeeded: true);
        var command = new CommandWithExamples("hint", "Show the next hint of an exercise, after those that were shown before.", "countersign lab hint 3") { number };
        command.SetAction(parsed =>
        {
            var exercise = ExerciseCatalogue.Find(parsed.GetRequiredValue(number)!)!;
            var file = ProgressFile.Open();
            var shown = file.Change(parsed.InvocationConfiguration.Error, before => before.With(exercise, row => row with { Hints = Math.Min(row.Hints + 1, exercise.Hints.Length) }))[exercise].Hints;
            for (var at = 0; at < shown; at++)
                new LabText(parsed.InvocationConfiguration.Output).Hint(at + 1, exercise.Hints.Length, Exercise.WithAddress(exercise.Hints[at], AddressOf(file, exercise) ?? Exercise.AddressMark));
            return 0;
        });
        return command;
    }

    private static CommandWithExamples SolutionCommand()
    {
        var number = Chosen(isNeeded: true);
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var command = new CommandWithExamples("solution", "Show the solution of an exercise as lines for a shell, after asking.", "countersign lab solution 3", "countersign lab solution 3 --yes") { number, yes };
        command.SetAction(async (parsed, cancel) =>
        {
            var exercise = ExerciseCatalogue.Find(parsed.GetRequiredValue(number)!)!;
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (!parsed.GetValue(yes))
            {
                await error.WriteAsync($"Show the solution of \"{exercise.Title}\"? It is noted beside your progress. [y/N] ");
                await error.FlushAsync(cancel);
                if (Console.In.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
                {
                    await error.WriteLineAsync("Not shown.");
                    return 1;
                }
            }

            var file = ProgressFile.Open();
            var progress = file.Change(error, before => before.With(exercise, row => row with { Solution = true }));
            new LabText(output).Solution(exercise, exercise.SolutionFor(new(ServedLab.Learner, new(progress.Seed))), AddressOf(file, exercise) ?? $"http://{ServedLab.UsualPoint}{Laboratory.PathOf(exercise, ServedLab.Learner)}");
            return 0;
        });
        return command;
    }

    private static CommandWithExamples AnswerCommand()
    {
        var number = Chosen(isNeeded: true);
        var parts = new Argument<string[]>("part") { Description = "A part of the answer as name=text, or name=@file for what stands in a file.", Arity = ArgumentArity.OneOrMore };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples("answer", "Answer what an exercise asks for, to the command that serves it.", "countersign lab answer 1 scheme=Basic 'realm=Reading Room 12'", "countersign lab answer 12 config=@api.conf") { number, parts, format };
        command.Validators.Add(result =>
        {
            if (result.GetValue(parts)?.FirstOrDefault(part => part.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong)
                result.AddError($"{QuotedWord.Of(wrong)} is not of the form name=text.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var exercise = ExerciseCatalogue.Find(parsed.GetRequiredValue(number)!)!;
            var address = AddressOf(ProgressFile.Open(), exercise) ?? throw new CommandFailure("nobody serves exercises now. Start 'countersign lab NUMBER' in another terminal first.");
            var state = await LabAnswers.SendAsync(address, LabAnswers.Read(parsed.GetRequiredValue(parts)), cancel);
            if (OutputFormat.IsJson(parsed, format))
                CommandJson.Write(json => state.WriteTo(json));
            else
                LabAnswerText.Write(state, parsed.InvocationConfiguration.Output);
            return state.GetProperty("solved").GetBoolean() ? 0 : 1;
        });
        return command;
    }

    private static CommandWithExamples LearntCommand()
    {
        var format = OutputFormat.Option();
        var command = new CommandWithExamples("learnt", "Tell what was learnt in the exercises that are solved.", "countersign lab learnt") { format };
        command.SetAction(parsed =>
        {
            var progress = ProgressFile.Open().Read(parsed.InvocationConfiguration.Error);
            if (OutputFormat.IsJson(parsed, format))
                LabJsonText.List(progress, solvedOnly: true);
            else
                new LabText(parsed.InvocationConfiguration.Output).Learnt(progress);
            return 0;
        });
        return command;
    }

    private static string? AddressOf(ProgressFile file, Exercise exercise) => file.Served() is { } url ? url + Laboratory.PathOf(exercise, ServedLab.Learner) : null;
}
