using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class Reachable : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "connection/reachable",
        "Whether the address answers at all: the name, the connection, TLS, an answer in time.",
        "The browser shows an error page of its own.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        var first = facts.First;
        if (first.Failure is { } failure)
            return [Row.Fault($"{first.Url.Authority} does not answer: {first.FailureWords}.", MendOf(failure, first.Url))];

        var broken = facts.WayIn.FirstOrDefault(exchange => !exchange.IsAnswered);
        if (broken is { Failure: FailureKind.OutOfTime })
            return [Row.NotChecked($"The way in leads on to {broken.Url.Authority}, and the time of the visit was over.")];
        return broken is null
            ? [Row.Ok(string.Create(CultureInfo.InvariantCulture, $"{first.Url.Authority} answers in {first.Took.TotalMilliseconds:F0} ms ({first.Server})."))]
            : [Row.Fault($"The way in leads to {broken.Url.Authority}, which does not answer: {broken.FailureWords}.", MendOf(broken.Failure!.Value, broken.Url))];
    }

    private static string MendOf(FailureKind failure, Uri url) => failure switch
    {
        FailureKind.NameUnknown => $"Give {url.IdnHost} an address in DNS; until then, --resolve {url.IdnHost}:ADDRESS tries it.",
        FailureKind.NoConnection => $"Start what is to listen on port {url.Port.ToString(CultureInfo.InvariantCulture)}, or open the port in the firewall; `countersign doctor` without an address looks at the gateway's own listeners.",
        FailureKind.NoTls => "Let the port speak TLS, or write http:// if it is not meant to.",
        FailureKind.Late or FailureKind.OutOfTime => "Look at what stands before the gateway: it takes connections, and gets no answer from behind.",
        FailureKind.Closed or FailureKind.NotHttp => $"Look at what listens on port {url.Port.ToString(CultureInfo.InvariantCulture)}: it speaks another protocol, or https where http was asked for.",
    };
}
