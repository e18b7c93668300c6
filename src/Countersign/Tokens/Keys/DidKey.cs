namespace Countersign.Tokens.Keys;

/// <summary>did:key: an issuer whose name is its key, of Ed25519, P-256, P-384 or P-521. Nothing is fetched and nothing changes.</summary>
public static class DidKey
{
    private const string Prefix = "did:key:";

    /// <summary>
    /// The one key of a DID such as <c>did:key:z6Mk…</c>. Its <c>kid</c> is its verification method, <c>did:key:z6Mk…#z6Mk…</c>; a token may
    /// name it by the fragment alone. Null with the reason when the DID is none or its key can't be used.
    /// </summary>
    public static KeySet? Read(string did, out TokenFault? fault)
    {
        ArgumentNullException.ThrowIfNull(did);
        if (!did.StartsWith(Prefix, StringComparison.Ordinal))
        {
            fault = new(TokenFaultKind.KeyTypeUnknown, TokenPart.Key, Name: "did");
            return null;
        }

        var text = did[Prefix.Length..];
        if (Multikey.Read(text, out var broken) is not { } jwk)
        {
            fault = broken;
            return null;
        }

        var parse = new JwkParse(jwk, KeyOrigin.Published, isPrivate: false);
        if (parse.Run(null) is not { } key)
        {
            fault = parse.Fault;
            return null;
        }

        fault = null;
        return new([new(key.Material, $"{did}#{text}", key.Algorithms, isDidUrl: true)]);
    }
}
