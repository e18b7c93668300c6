using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Challenges;

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
        {
            if (answer.First(ChallengeText.Field) is null)
                answer.Add(ChallengeText.Field, Challenge(request));
            ChallengeText.Rewrite(answer, line => line.StartsWith("Basic ", StringComparison.Ordinal) ? Challenge(request) : line);
        }
        else
            answer.Remove(ChallengeText.Field);
        WriteFields(answer);
        answer.SetText(Page(answer.Status), mediaType);
    }

    /// <summary>Whether it takes what came for Basic credentials, and looks into its file of users.</summary>
    public abstract bool Takes(SimulatedRequest request);

    /// <summary>The page of a status.</summary>
    protected abstract string Page(int status);

    /// <summary>Its challenge.</summary>
    /// <param name="realm">The realm as it was configured, each character an octet.</param>
    protected abstract string Challenge(string realm);

    /// <summary>Adds the fields that a status has there.</summary>
    protected virtual void WriteFields(SimulatedAnswer answer)
    {
    }

    private string Challenge(SimulatedRequest request) => Challenge(ChallengeText.Octets(request.Query("realm") ?? LoginParameters.Realm.Default!));
}
