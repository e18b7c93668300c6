using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed partial class ErrorMissing : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/error-missing",
        Severity.Warning,
        "A token is refused without saying why",
        "The client can't tell a token that ran out, which it can renew, from anything else.",
        new("RFC 6750 §3", "SHOULD"),
        Fault.Origin,
        "Send error=\"invalid_token\" and an error_description.")
    {
        Remedy = Remedy.Bearer,
    };

    public override Traits Needs => Traits.Credentials | Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Request: { } request, Response: { } response } || request.Credentials.FirstOrDefault(each => each.Place == CredentialsPlace.Authorization && (each.Is("Bearer") || each.Is("DPoP")) && !each.Slips.Contains(CredentialsSlip.Empty)) is not { } sent)
            yield break;
        var offers = view.Offers(exchange).Where(offer => offer.Is("Bearer", "DPoP") && !offer.Field.IsProxy).ToList();
        if (offers.Count == 0 || offers.Exists(offer => offer.Find("error") is not null) || !offers[0].Field.Reading.IsValid)
            yield break;
        var code = InContent().Match(response.Content.Text);
        yield return Found(code.Success
            ? $"A token was refused; why ({code.Groups["code"].Value}) stands in the content alone, and the challenge does not say it."
            : "A token was refused, and the challenge does not say why.", (offers.Find(offer => sent.Is(offer.Scheme)) ?? offers[0]).At());
    }

    [GeneratedRegex("\"error\"\\s*:\\s*\"(?<code>invalid_token|invalid_request|insufficient_scope|insufficient_user_authentication|invalid_dpop_proof|use_dpop_nonce)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InContent();
}
