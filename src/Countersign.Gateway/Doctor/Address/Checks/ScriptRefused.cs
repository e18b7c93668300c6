using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class ScriptRefused : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "scripts/refusal",
        "Whether a script's request gets a 401 that says where one signs in, rather than the page itself.",
        "An application whose session has ended shows broken data, or the sign-in page in a corner of it, instead of asking to sign in.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.Script is not { } script)
            yield break;
        if (!script.IsAnswered)
            yield return Row.Fault($"A script's request gets no answer: {script.FailureWords}.", "Look at what stands between for rules about Accept or Sec-Fetch-Mode.");
        else if (script.Status == 401 && Signs.LoginOf(script) is { } login)
            yield return Row.Ok($"A script gets 401 ({Signs.ReasonOf(script)}), and learns where one signs in: {login}.");
        else if (script.Status == 401 && facts.PageAnswer is not null)
            yield return Row.Warning("A script gets 401, but does not learn where one signs in.", "Have the proxy pass the content of a 401 on (nginx: no error_page for 401 but that of the snippet).");
        else if (script.IsRedirect && script.Target is { } target)
            yield return Row.Fault($"A script is sent to {target.GetLeftPart(UriPartial.Path)} ({Status(script)}) instead of getting a 401.", script.IsOurs ? "Set on-unauthenticated: auto for the route, so that navigations alone are sent to sign in." : $"Let {script.Server} send nobody to sign in: the gateway tells navigations from scripts.");
        else if (script.Status == 401)
            yield return Row.Ok("A script gets 401.");
        else if (facts.PageAnswer is not null)
            yield return Row.Warning($"A browser is sent to sign in, and a script gets {Status(script)} from {script.Server}.", "Let the gateway alone answer for this address.");
    }

    private static string Status(Exchange exchange) => exchange.Status.ToString(CultureInfo.InvariantCulture);
}
