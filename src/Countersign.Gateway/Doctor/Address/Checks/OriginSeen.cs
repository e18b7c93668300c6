namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class OriginSeen : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "between/origin",
        "Whether the gateway takes the form for its own page's: the Origin of the browser against the host and port that the gateway is told.",
        "Every try to sign in is answered with: another page sent that form.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.EmptyForm is not { IsAnswered: true } answer || facts.PageAnswer is not { } asked)
            yield break;
        var page = SignInPage.Read(answer.Body);
        if (answer.Status == 401 && page.Attempt is not null)
            yield return Row.Ok($"The gateway knows the form from {asked.Url.GetLeftPart(UriPartial.Authority)} for its own.");
        else if (answer.Status == 403 && answer.IsOurs && page.Causes.IsEmpty)
            yield return Row.Fault($"The gateway takes the form from {asked.Url.GetLeftPart(UriPartial.Authority)} for another site's: it is told another scheme, host or port.", "Have the proxy pass Host on as the browser sends it (proxy_set_header Host $http_host), and X-Forwarded-Proto.");
    }
}
