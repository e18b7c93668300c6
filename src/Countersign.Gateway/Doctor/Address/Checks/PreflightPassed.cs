using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class PreflightPassed : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "scripts/preflight",
        "Whether a CORS preflight is answered by the route's own rules: browsers send it without credentials.",
        "Applications of another origin can't ask for anything, however well somebody is signed in.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.Preflight is not { } answer)
            yield break;
        var allowed = answer.Field("Access-Control-Allow-Origin");
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (!answer.IsAnswered)
            yield return Row.Fault($"A preflight gets no answer: {answer.FailureWords}.", "Let OPTIONS through to the gateway.");
        else if (facts.Order.Origin is { } origin && !(answer.Status is >= 200 and < 300 && (allowed == origin || allowed == "*")))
            yield return Row.Fault($"A preflight of {origin} is answered with {status} by {answer.Server}, and does not let it in.", $"Add to the route: cors: {{ origins: [\"{origin}\"], credentials: true }}");
        else if (facts.Order.Origin is { } asked)
            yield return Row.Ok($"A preflight of {asked} passes.");
        else if (answer.Status is 401 or 407)
            yield return Row.Fault($"A preflight is asked for credentials ({status} from {answer.Server}), which browsers never send with it.", answer.IsOurs ? "Give the route a `cors`." : "Let OPTIONS through to the gateway, which judges it by the method that is asked for.");
        else if (answer.Status is >= 200 and < 300 && (allowed == "*" || allowed == AddressProbe.Stranger))
            yield return Row.Warning($"A preflight of an origin that nobody knows passes (Access-Control-Allow-Origin: {allowed}).", "List the origins that are meant.");
        else
            yield return Row.Ok($"A preflight of an origin that nobody knows is refused ({status}); --origin ORIGIN asks for one that is meant to pass.");
    }
}
