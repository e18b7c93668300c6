using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Records;

/// <summary>A request to a place of an exercise, while it is answered.</summary>
/// <param name="Request">The request as the server has it.</param>
/// <param name="Sent">The same as it is recorded.</param>
/// <param name="Record">What the learner did before.</param>
internal sealed record LabCall(SimulatedRequest Request, LabRequest Sent, ExerciseRecord Record)
{
    /// <summary>The path below the learner's address.</summary>
    public string Place => Sent.Place;

    /// <summary>Something to note for the judgement; null for nothing.</summary>
    public string? Note { get; set; }

    /// <summary>The answer to a place that is not there.</summary>
    public SimulatedAnswer NoSuchPlace(string places)
    {
        var answer = new SimulatedAnswer(404);
        answer.SetText($"There is no such place in this exercise. There is {places}, below {Address}.\n", "text/plain; charset=utf-8");
        return answer;
    }

    /// <summary>The learner's address of the exercise, as a path.</summary>
    public string Address
    {
        get
        {
            var path = Request.Context.Request.Path.Value ?? "";
            return path.EndsWith("/" + Place, StringComparison.Ordinal) ? path[..^(Place.Length + 1)] : path;
        }
    }
}
