using System.Globalization;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Flow;

internal sealed class SlowRefusal : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "flow/slow-refusal",
        Severity.Info,
        "A refusal that takes long",
        "Refusing should be cheap: what takes seconds is a store or an issuer that does not answer, a hash that is too dear, or a delay on purpose. Whoever sends many such requests keeps the server busy.",
        Requirement.Practice,
        Fault.Origin,
        "Look at what the server waits for when it refuses; keep delays against guessing apart from the threads that serve.");

    public override Traits Needs => Traits.Refusal;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 401 or 403, Duration: { } duration } && duration >= Long && exchange.Request?.Content.Length is not > 1024 * 1024)
            yield return Found($"The {exchange.Status} took {duration.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.", Seen.Status(exchange));
    }
}
