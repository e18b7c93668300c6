namespace Countersign.Inspector.Tokens;

/// <summary>What is worth to be known of a token as a whole.</summary>
internal static class TokenRemarks
{
    public const string Encrypted = "It is encrypted (JWE): only the server that it was made for can read the rest, and the gateway takes signed tokens alone.";

    public const string Opaque = "It is opaque: only its issuer knows what it means. The gateway has to ask it (introspection), or it is an API key and no token.";

    public const string Endless = "It has no exp: it would count for ever, and the gateway does not take it.";

    public const string IdToken = "It looks like an ID token, which tells a client who signed in; servers are sent the access token.";
}
