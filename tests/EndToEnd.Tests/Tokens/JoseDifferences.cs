namespace Countersign.EndToEnd.Tokens;

/// <summary>What jose takes and we refuse, each with the reason; nothing that jose refuses is taken here.</summary>
internal static class JoseDifferences
{
    private const string OneText = "One text for one token: jose skips blanks, padding and spare bits where no signature covers them.";
    private const string OneMeaning = "Readers differ in which of two members counts (RFC 7515 §4 lets us refuse); jose takes the last.";
    private const string Payload = "RFC 7797 §7: unencoded payloads are not for tokens, so whoever sends b64 means something that is not here.";
    private const string Mark = "RFC 8259 §8.1 lets a reader take or refuse a byte order mark; jose's decoder skips it.";
    private const string ClaimType = "RFC 7519 §4.1 gives each registered claim a type; jose looks at those of the times alone.";
    private const string Clock = "A time that no clock will show is a mistake of the issuer; in JavaScript it is a number like others.";
    private const string OneNumber = "RFC 7518 §2, §6.2.1.2: a number and a coordinate have one text; jose hands whatever it finds to OpenSSL.";
    private const string SecretName = "A kid has to be known where one is named; a secret is handed to jose without a set to look it up in.";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["text before a line end"] = OneText,
        ["signature with a line end inside"] = OneText,
        ["signature with a blank inside"] = OneText,
        ["signature with spare bits set"] = OneText,
        ["signature with padding"] = OneText,
        ["signature with all padding"] = OneText,
        ["header: alg twice"] = OneMeaning,
        ["header: alg twice alike"] = OneMeaning,
        ["header: alg twice by escape"] = OneMeaning,
        ["sub twice"] = OneMeaning,
        ["exp twice"] = OneMeaning,
        ["claim twice within another"] = OneMeaning,
        ["header: b64 true"] = Payload,
        ["header: b64 true without crit"] = Payload,
        ["header: b64 false without crit"] = Payload,
        ["header: after a byte order mark"] = Mark,
        ["claims after a byte order mark"] = Mark,
        ["sub a number"] = ClaimType,
        ["sub empty"] = ClaimType,
        ["jti a number"] = ClaimType,
        ["aud a list with a number"] = ClaimType,
        ["sub half a character"] = "RFC 8259 §8.2: half of a surrogate pair is no character, and what readers make of it is unforeseeable.",
        ["exp beyond dates"] = Clock,
        ["exp beyond numbers"] = Clock,
        ["header: payload a token"] = "RFC 7519 §5.2: cty says that the payload is a token again; jose does not look at it.",
        ["claims deep"] = "Depth is bounded, so that a token costs no more than a look.",
        ["header: kid unknown"] = SecretName,
        ["header: kid a number"] = SecretName,
        ["key: n with a zero before"] = OneNumber,
        ["key: x with a zero before"] = OneNumber,
        ["key: y with a zero before"] = OneNumber,
        ["key: n with padding"] = OneNumber,
        ["key: x with padding"] = OneNumber,
        ["key: y with padding"] = OneNumber,
    };
}
