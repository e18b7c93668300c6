using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Says what came, as httpbin does.</summary>
/// <param name="path">The path.</param>
/// <param name="methods">The methods.</param>
/// <param name="parts">What it says.</param>
/// <param name="story">What it does.</param>
internal sealed class EchoEndpoint(string path, ImmutableArray<string> methods, EchoPart parts, string story) : SimulatedEndpoint
{
    public override string Path => path;

    public override SimulatorGroup Group => SimulatorGroup.Echo;

    public override string Story => story;

    public override ImmutableArray<string> Methods => methods;

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits
    {
        get
        {
            var target = $"{path.Replace("{**rest}", "a/b", StringComparison.Ordinal)}?a=1";
            return [new(methods is ["GET", ..] or [] ? SimulatedCall.Get(target) : new SimulatedCall(methods[0], target) { Content = "{\"a\": 1}" }.With("Content-Type", "application/json"))];
        }
    }

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        EchoContent? content = null;
        if (parts.HasFlag(EchoPart.Content))
        {
            (content, var refused) = await EchoContent.ReadAsync(request, cancel);
            if (refused is not null)
                return refused;
        }

        return EchoJson.Answer(json => EchoJson.Write(json, request, parts, content));
    }
}
