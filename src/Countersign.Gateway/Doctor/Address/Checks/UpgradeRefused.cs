using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class UpgradeRefused : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "scripts/upgrade",
        "Whether a WebSocket handshake comes to the gateway and gets its 401.",
        "Pages load, and whatever is live in them stays empty.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.Upgrade is not { } answer || facts.Script is not { IsAnswered: true } script)
            yield break;
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        const string Mend = "Have the proxy pass upgrades on (nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection $connection_upgrade).";
        if (!answer.IsAnswered)
            yield return Row.Warning($"A WebSocket handshake gets no answer: {answer.FailureWords}.", Mend);
        else if (answer.Status == script.Status || answer.Status is 401 or 403)
            yield return Row.Ok($"A WebSocket handshake without a session gets {status}, as other requests do.");
        else if (answer.Status == 101)
            yield return Row.Warning("A WebSocket opens without signing in: this address is not protected.", "If it is meant to be, give its route an `any-of`.");
        else if (answer.Status is 400 or 404 or 426 or >= 500)
            yield return Row.Warning($"A WebSocket handshake is answered with {status} by {answer.Server}, where other requests get {script.Status.ToString(CultureInfo.InvariantCulture)}.", Mend);
    }
}
