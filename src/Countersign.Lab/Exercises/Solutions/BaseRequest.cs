using Countersign.Lab.Exercises.Records;

namespace Countersign.Lab.Exercises.Solutions;

/// <summary>Shows the request from which an exercise begins.</summary>
internal static class BaseRequest
{
    /// <summary>As a line for a shell, with the learner's address in it.</summary>
    public static string Curl(LabRequest request, string address)
    {
        var step = new AskStep(request.Place + request.QueryText) { Method = request.Method, Fields = request.Fields, Content = request.Content.Length > 0 ? request.Content : null };
        return Exercise.WithAddress(step.Shell(0), address);
    }
}
