using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class AuthenticationInfo : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/authentication-info",
        Severity.Warning,
        "Authentication-Info that does not answer the request",
        "By it a client knows that the server knows the password too, and that the answer is one to its own request.",
        new("RFC 7616 §3.5", "MUST"),
        Fault.Origin,
        "Send rspauth, and cnonce and nc as they were in the request.");

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Request?.Credentials.FirstOrDefault(each => each.Place == CredentialsPlace.Authorization && !each.DigestParams.IsEmpty) is not { } sent || DigestNames.Param(sent, "qop") is null)
            yield break;
        if (exchange.Response?.Fields.Joined("Authentication-Info") is not { } value)
            yield break;
        var evidence = new Evidence(exchange.Index, "response Authentication-Info", value);
        if (AuthenticationInfoReader.Read(value) is not { IsValid: true } info)
        {
            yield return Found("Authentication-Info can't be read.", evidence);
            yield break;
        }

        var missing = ((string[])["rspauth", "cnonce", "nc"]).Where(name => info.Find(name) is null).ToList();
        if (missing.Count > 0)
            yield return Found($"Authentication-Info lacks {Names.List(missing)}.", evidence);
        foreach (var name in (string[])["cnonce", "nc"])
        {
            if (info.Find(name) is { } answered && DigestNames.Param(sent, name) is { } asked && !answered.Equals(asked, StringComparison.OrdinalIgnoreCase))
                yield return Found($"Authentication-Info has {name}={answered}, and the request had {asked}.", evidence) with { Severity = Severity.Error };
        }
    }
}
