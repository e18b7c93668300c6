using Countersign.Decisions;
using Countersign.Ports;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>Nobody is locked out here: people are to try.</summary>
internal sealed class UncountedGuesses : IGuessLimit
{
    public static UncountedGuesses Instance { get; } = new();

    public TimeSpan? WaitFor(string user, RequestFacts request) => null;

    public void Failed(string user, RequestFacts request)
    {
    }

    public void Succeeded(string user, RequestFacts request)
    {
    }
}
