namespace Countersign.Lab.Exercises.Solutions;

/// <summary>Shows the request from which an exercise begins.</summary>
internal static class BaseRequest
{
    /// <summary>As a line for a shell, with the learner's address in it.</summary>
    /// <param name="exercise">The exercise, which has one.</param>
    /// <param name="address">The learner's address of it.</param>
    public static string Curl(Exercise exercise, string address)
    {
        var request = exercise.Base!;
        if (exercise.IsTunnelled)
            return Exercise.WithAddress($"curl -si --cacert authority.pem -x \"{Exercise.ProxyMark}\" \"{Exercise.ShopMark}/{request.Place}\"", address);
        var step = new AskStep(request.Place + request.QueryText) { Method = request.Method, Fields = request.Fields, Content = request.Content.Length > 0 ? request.Content : null };
        return Exercise.WithAddress(step.Shell(0), address);
    }
}
