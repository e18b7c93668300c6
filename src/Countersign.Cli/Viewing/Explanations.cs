using Countersign.Gateway.Explaining;
using Countersign.Gateway.Hosting;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Viewing;

/// <summary>The stories of refused requests, as <c>explain</c> tells them.</summary>
internal sealed class Explanations(GatewayHost gateway) : IExplanations
{
    /// <inheritdoc/>
    public ExplainedRequest? Find(string reference)
    {
        if (Stored.Of(() => gateway.Journal.Find(reference)) is not { } entry)
            return null;
        var told = Explanation.Of(entry, gateway.Runtime.State.Configuration);
        return new(
            ExplanationText.RequestOf(entry),
            ExplanationText.OutcomeOf(entry),
            [.. ExplanationText.Lines(told).Select(line => new ToldFact(line.Name, line.Value))],
            told.WouldGetIn);
    }
}
