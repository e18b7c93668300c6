using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Tokens;

namespace Countersign.Inspector.Checks.Token;

internal sealed class Malformed : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/malformed",
        Severity.Error,
        "A token that is broken",
        "It was cut, changed or encoded once more on its way from the issuer; no server can read it.",
        new("RFC 7515 §7.1"),
        Fault.Client,
        "")
    {
        CallerFix = "Copy the whole token once more from where it was issued.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.Facts.Shape is not (TokenShape.Jwt or TokenShape.BrokenJwt) || (token.Presented is { } presented && SlipCheck.Gravest(presented) is not null) || Breaking(token) is not { } fault)
            yield break;
        var row = fault.Kind.Row();
        var place = fault is { Part: TokenPart.Text, Start: > 0 } ? $", at character {fault.Start + 1}" : fault.Part switch { TokenPart.Header => ", in the header", TokenPart.Payload => ", in the claims", TokenPart.Signature => ", in the signature", _ => "" };
        yield return FoundIn(token, Certainty.Proved, $"can't be read{place}. {row.Sentence}") with { Changes = token.IsRefused ? [.. Another(token, view)] : [] };
    }

    // Whether it is signed, by what and what it says are questions of their own.
    private static TokenFault? Breaking(SeenToken token)
    {
        foreach (var fault in token.Facts.Faults)
        {
            if (fault.Kind is >= TokenFaultKind.TokenPartsWrong and <= TokenFaultKind.JsonNotAnObject and not (TokenFaultKind.TokenEncrypted or TokenFaultKind.JsonDuplicateMember or TokenFaultKind.JsonTooLong or TokenFaultKind.JsonTooManyMembers)
                && !(fault is { Kind: TokenFaultKind.PartEmpty, Part: TokenPart.Signature }))
                return fault;
        }

        return null;
    }
}
