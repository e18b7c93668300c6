namespace Countersign.Lab.Simulator.Twists.Servers;

/// <summary>A program whose answers are imitated: the fields and pages that it writes where nobody configured others.</summary>
/// <param name="product">What stands in Server.</param>
/// <param name="mediaType">What its pages are.</param>
internal abstract class ServerProgram(string product, string mediaType)
{
    /// <summary>What stands in Server.</summary>
    public string Product => product;

    /// <summary>Makes its own of an answer.</summary>
    public void Write(SimulatedAnswer answer, SimulatedRequest request)
    {
        answer.Set("Server", product);
        if (answer.Status < 400)
            return;
        answer.Remove("Cache-Control");
        if (answer.Status == 401)
            WriteChallenges(answer, request);
        else
            answer.Remove("WWW-Authenticate");
        WriteFields(answer);
        answer.SetText(Page(answer.Status), mediaType);
    }

    /// <summary>The page of a status.</summary>
    protected abstract string Page(int status);

    /// <summary>Writes challenges as it does.</summary>
    protected abstract void WriteChallenges(SimulatedAnswer answer, SimulatedRequest request);

    /// <summary>Adds the fields that a status has there.</summary>
    protected virtual void WriteFields(SimulatedAnswer answer)
    {
    }
}
