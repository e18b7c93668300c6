using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Always says the same.</summary>
/// <param name="path">The path.</param>
/// <param name="mediaType">What it is.</param>
/// <param name="text">What it says.</param>
/// <param name="story">What it is for.</param>
internal sealed class FixedEndpoint(string path, string mediaType, string text, string story) : EchoAddress
{
    public override string Path => path;

    public override string Story => story;

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of(path)];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var answer = new SimulatedAnswer(200);
        answer.SetText(text, mediaType);
        return answer;
    }
}
