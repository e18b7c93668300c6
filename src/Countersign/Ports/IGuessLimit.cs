using Countersign.Decisions;

namespace Countersign.Ports;

/// <summary>Counts wrong guesses at secrets by canonical name and the network of the client, alike for names that do not exist, and one for each request at most.</summary>
public interface IGuessLimit
{
    /// <summary>How long this name has to wait on the client's network; null when it may try. Asked before anything that depends on the secret. What the request itself was counted for does not stand in its way.</summary>
    TimeSpan? WaitFor(string user, RequestFacts request);

    /// <summary>Counts the request as a wrong guess, unless it was counted already or its secret proven.</summary>
    void Failed(string user, RequestFacts request);

    /// <summary>Forgets the wrong guesses for a name on a network: its secret was just proven, and not by a recording. The request was no guess then, whatever other schemes found.</summary>
    void Succeeded(string user, RequestFacts request);
}
