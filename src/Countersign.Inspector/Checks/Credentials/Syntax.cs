using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class Syntax : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/syntax",
        Severity.Error,
        "Credentials that can't be read",
        "The field has the scheme, a space, and one token or parameters with commas between them.",
        new("RFC 9110 §11.4"),
        Fault.Client,
        "")
    {
        CallerFix = "Send the scheme, a space, and the credentials as they were issued.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        // Schemes of one maker, such as those of storage services, have a grammar of their own; what is wrong within the base64 of Basic is credentials/basic-malformed's.
        if (!IsField(presented) || presented.Scheme is not { } scheme || !SchemeNames.IsRegistered(scheme) || SlipCheck.Gravest(presented) is not null)
            yield break;
        if (presented.Faults.FirstOrDefault(fault => Breaks(fault.Kind) && (presented.Basic is not { Fault: not null } || fault.Kind == "credentials-list")) is { Kind: { } kind })
            yield return FoundIn(presented, exchange, Say(presented, kind)) with { Changes = presented.DigestParams.IsEmpty ? [.. Anew(presented, exchange, view)] : [] };
    }

    private static bool Breaks(string kind) => kind is not ("bws-around-equals" or "duplicate-param" or "realm-not-quoted" or "empty-list-element" or "needless-quoted-pair" or "obs-text-in-value" or "unknown-scheme" or "no-credentials" or "several-field-lines");

    private static string Say(PresentedCredentials presented, string kind) => kind switch
    {
        "credentials-list" => $"{presented.Name} holds several credentials with a comma between them; it takes one.",
        "tab-after-scheme" => $"A tab stands behind {presented.Scheme}; only a space may.",
        "missing-comma" => $"A comma is missing between parameters of {presented.Scheme}, or a value that needs quotes has none.",
        "semicolon-separator" => $"A semicolon stands between parameters of {presented.Scheme}; only commas do.",
        "unterminated-quoted-string" => $"A quoted value of {presented.Scheme} is never closed.",
        _ => $"What follows {presented.Scheme} has characters that can't stand there.",
    };
}
