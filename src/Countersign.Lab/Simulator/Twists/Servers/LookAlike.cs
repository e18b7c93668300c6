using Countersign.Decisions;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists.Servers;

/// <summary>A server that answers as another one does.</summary>
/// <param name="Value">The value by which it is asked for.</param>
/// <param name="Program">The program whose answers these are.</param>
internal sealed record LookAlike(TwistValue Value, ServerProgram Program)
{
    /// <summary>The status that all credentials get that the program takes for some; null where they are checked.</summary>
    public int? ToCredentials { get; init; }

    /// <summary>The status that everybody gets; null where credentials are asked for.</summary>
    public int? ToAll { get; init; }

    /// <summary>The status of a refusal.</summary>
    public int StatusOf(SimulatedAnswer answer, Judged judged)
    {
        if (ToAll is { } status)
            return status;

        if (ToCredentials is { } always && Program.Takes(judged.Request))
            return always;

        // Neither knows 400 for what can't be read: it counts as nothing, and is asked for again.
        return judged.Decision.Refusal?.Row().Status == 400 ? 401 : answer.Status;
    }
}
