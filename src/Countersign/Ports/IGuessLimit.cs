using System.Net;

namespace Countersign.Ports;

/// <summary>Counts wrong guesses at secrets by canonical name and network, alike for names that do not exist.</summary>
public interface IGuessLimit
{
    /// <summary>How long this name has to wait on the network of this address; null when it may try. Asked before anything that depends on the secret.</summary>
    TimeSpan? WaitFor(string user, IPAddress address);

    /// <summary>Counts a guess that was wrong.</summary>
    void Failed(string user, IPAddress address);

    /// <summary>Forgets the wrong guesses for a name on a network: its secret was just proven, and not by a recording.</summary>
    void Succeeded(string user, IPAddress address);
}
